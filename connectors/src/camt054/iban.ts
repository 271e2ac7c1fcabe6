// Account numbers: compared without spaces, checked, and shown by their last four characters only.
import { composeIBAN, electronicFormatIBAN, friendlyFormatIBAN, isValidIBAN } from 'ibantools'

/** The number as machines write it: capitals and digits. */
export const plainAccount = (text: string): string => electronicFormatIBAN(text) ?? ''

/** Whether it is an IBAN of its country's length, with the right check digits (ISO 13616). */
export const isIban = (text: string): boolean => isValidIBAN(plainAccount(text))

/** What a receipt shows of an account. */
export const lastFour = (account: string): string => plainAccount(account).slice(-4)

/** In groups of four, as people read it. */
export const spacedAccount = (account: string): string => friendlyFormatIBAN(account) ?? account

/** The IBAN of a bank's own account number, with its check digits. Throws an Error when the country has no such numbers. */
export const makeIban = (countryCode: string, bban: string): string => {
  const iban = composeIBAN({ countryCode, bban })
  if (!iban) throw new Error(`no IBAN of ${countryCode} has the number ${bban}`)
  return iban
}
