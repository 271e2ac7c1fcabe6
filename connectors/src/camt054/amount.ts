// Amounts: decimal strings, checked against the decimals of their currency (ISO 4217).
import { code } from 'currency-codes'

export type Amount = { value: string; currency: string }

/** Decimals of a currency; undefined for what is none, such as gold, and for what a receipt cannot show. */
export const decimalsOf = (currency: string): number | undefined => {
  const found = /^(?!X)[A-Z]{3}$/.test(currency) || /^X(AF|OF|CD|PF|CG)$/.test(currency) ? code(currency) : undefined
  return found && found.digits <= 3 ? found.digits : undefined
}

/**
 * The amount with exactly the decimals of its currency: 6.3 CHF is 6.30, 100.00 JPY is 100. 'bad_amount' when it has more, is zero or is
 * no decimal; 'bad_currency' when the currency is none. Never goes through a floating point number.
 */
export const checkAmount = (value: string, currency: string): Amount | 'bad_amount' | 'bad_currency' => {
  const decimals = decimalsOf(currency)
  if (decimals === undefined) return 'bad_currency'
  const [, whole = '', part = ''] = /^\+?0*(\d{0,15})(?:\.(\d{0,13}))?$/.exec(value) ?? []
  const rest = part.replace(/0+$/, '')
  if (rest.length > decimals || (whole === '' && rest === '')) return 'bad_amount'
  return { value: (whole || '0') + (decimals ? `.${rest.padEnd(decimals, '0')}` : ''), currency }
}

const units = ({ value }: Amount): bigint => BigInt(value.replace('.', ''))

/** What is left of an amount after others of its currency were taken from it, in units of its last decimal; below zero when they are more. */
export const restOf = (amount: Amount, taken: readonly { amount: Amount }[]): bigint =>
  taken.reduce((rest, each) => rest - units(each.amount), units(amount))

/** 1250.00 CHF is "CHF 1,250.00". Groups digits only, so that every digit is the bank's. */
export const amountInWords = ({ value, currency }: Amount): string => {
  const [whole = '', part] = value.split('.')
  return `${currency} ${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}${part === undefined ? '' : `.${part}`}`
}
