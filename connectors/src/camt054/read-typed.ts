// Reads a transfer as a person typed it, so that it can be written as camt.054.
import { BadInput } from '../bad-input.ts'
import { checkAmount } from './amount.ts'
import { isIban, plainAccount } from './iban.ts'
import type { NewTransfer } from './write-camt.ts'

/**
 * field: what was typed as payee, iban, amount, currency and reference. A comma in an amount is a point; references have the letters of
 * SEPA. Throws BadInput with a sentence for whoever typed it.
 */
export const readTyped = (
  field: (name: string) => string
): Pick<NewTransfer, 'payee' | 'payeeAccount' | 'amount' | 'endToEnd'> => {
  const [iban, currency, reference] = [field('iban'), field('currency'), field('reference').trim()]
  const payee = field('payee')
    .replaceAll(/[\s\p{C}]+/gu, ' ')
    .trim()
  if (!payee || payee.length > 70) throw new BadInput('Say who gets the money, in at most 70 characters.')
  if (!isIban(iban)) throw new BadInput('This IBAN is not right. Look at it once more.')
  const amount = checkAmount(field('amount').trim().replace(',', '.'), currency)
  if (amount === 'bad_currency') throw new BadInput('Choose a currency from the list.')
  if (amount === 'bad_amount') throw new BadInput(`${currency} has no such amount. Write it like 12.50, without signs.`)
  if (!/^[\w /?:().,'+-]{0,35}$/.test(reference))
    throw new BadInput("The reference can have 35 letters of the English alphabet, digits and / ? : ( ) . , ' + -.")
  return { payee, payeeAccount: plainAccount(iban), amount, endToEnd: reference || undefined }
}
