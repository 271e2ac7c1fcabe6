// How money, dates and accounts are written on screen.
import type { Amount } from '@parley/connectors/camt054/amount.ts'

/** 1250.00 CHF is "CHF 1,250.00". Groups digits only, so that every digit is the bank's. */
export const money = (amount: Amount | undefined): string => {
  if (!amount) return 'Amount not known yet'
  const [whole = '', part] = amount.value.split('.')
  return `${amount.currency} ${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}${part === undefined ? '' : `.${part}`}`
}

const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** 2026-03-04 is "4 Mar 2026" in nobody's time zone: it is the bank's day. */
export const day = (date: string | undefined): string => (date ? format.format(new Date(`${date}T00:00:00Z`)) : '')

/** In groups of four, as people read it. */
export const spaced = (iban: string): string => iban.replaceAll(/(.{4})(?=.)/g, '$1 ')
