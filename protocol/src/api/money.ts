// How an amount of money is written for people.

/** value is a decimal string in the currency's own unit; it is never made a float, so no digit is lost. */
export const money = (value: string, currency: string, locale: string): string => {
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: value.split('.')[1]?.length ?? 0
  })
  return format.format(value as Intl.StringNumericLiteral)
}
