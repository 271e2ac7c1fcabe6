// Decides what a movement is: a transfer, the reversal of one, or nothing that a receipt can be made of. Pure.
import { type Amount, checkAmount } from './amount.ts'
import { type Element, find, textAt } from './element.ts'
import { isIban, plainAccount } from './iban.ts'
import type { Movement } from './read-camt.ts'

/** Why a movement is left out, for people. */
export const reasons = {
  pending: 'not booked yet (PDNG)',
  not_booked: 'of another status than BOOK',
  incoming: 'money that came in',
  no_direction: 'without a credit or debit indicator',
  no_details: 'in a batch whose transactions are not in the file',
  no_payee: 'without the name or account of who was paid',
  no_amount: 'in a batch, without an amount of its own',
  bad_amount: 'with an amount that its currency does not have',
  bad_currency: 'in a currency that no receipt can show',
  bad_date: 'with a booking date that is none'
}
export type Reason = keyof typeof reasons

/** servicerRef is the bank's reference, endToEnd the payer's, transactionRef that of banks on the way. */
export type Booking = {
  kind: 'transfer' | 'reversal'
  amount: Amount
  payee: string
  payeeAccount: string | undefined
  bookedOn: string | undefined
  endToEnd: string | undefined
  servicerRef: string | undefined
  transactionRef: string | undefined
}

/**
 * identity: what makes it this booking and no other, wherever it comes again. counted: it has no reference of the bank, so equal ones in
 * one file are told apart by counting.
 */
type Judged = Booking & { identity: readonly unknown[]; counted: boolean }

const reference = (text: string | undefined): string | undefined =>
  text === undefined || text === 'NOTPROVIDED' ? undefined : text.slice(0, 140)

const nameOf = (tx: Element): string | undefined =>
  textAt(tx, 'RltdPties/Cdtr/Pty/Nm', 'RltdPties/Cdtr/Nm', 'RltdPties/UltmtCdtr/Pty/Nm', 'RltdPties/UltmtCdtr/Nm')
    ?.replaceAll(/[\s\p{C}]+/gu, ' ')
    .trim()
    .slice(0, 140)

/** An IBAN that fails its check is not shown: it may be anybody's. */
const accountOf = (tx: Element): string | undefined => {
  const iban = textAt(tx, 'RltdPties/CdtrAcct/Id/IBAN')
  if (iban) return isIban(iban) ? plainAccount(iban) : undefined
  return plainAccount(textAt(tx, 'RltdPties/CdtrAcct/Id/Othr/Id') ?? '').slice(0, 34) || undefined
}

const dateOf = (entry: Element): string | undefined => {
  const text = textAt(entry, 'BookgDt/Dt', 'BookgDt/DtTm', 'ValDt/Dt', 'ValDt/DtTm')?.slice(0, 10)
  if (text === undefined) return undefined
  const known = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`)
  return known && known.getTime() && known.toISOString().startsWith(text) ? text : 'bad_date'
}

const amountOf = (entry: Element, tx: Element, sole: boolean): Amount | Reason => {
  const own = find(tx, 'Amt') ?? find(tx, 'AmtDtls/TxAmt/Amt') ?? find(tx, 'AmtDtls/InstdAmt/Amt')
  const stated = own ?? (sole ? find(entry, 'Amt') : undefined)
  return stated ? checkAmount(stated.text.trim(), stated.currency ?? '') : 'no_amount'
}

/**
 * The transaction's own indicator goes before its entry's. A reversal should carry the opposite of what it reverses (ISO 20022); not every
 * bank does that, so any reversal is kept, and counts for a transfer only with the same references and amount.
 */
const kindOf = (entry: Element, tx: Element): Booking['kind'] | Reason => {
  const direction = textAt(tx, 'CdtDbtInd') ?? textAt(entry, 'CdtDbtInd')
  const isReversal = ['true', '1'].includes(textAt(entry, 'RvslInd') ?? '')
  if (direction !== 'DBIT' && direction !== 'CRDT') return 'no_direction'
  if (isReversal) return 'reversal'
  return direction === 'DBIT' ? 'transfer' : 'incoming'
}

/** A booking, or the reason why there is none. Whose account it is, and what is known already, are not looked at here. */
export const judge = (movement: Movement): Judged | Reason => {
  const { entry, tx, account } = movement
  const status = textAt(entry, 'Sts/Cd', 'Sts/Prtry', 'Sts')
  if (status !== 'BOOK') return status === 'PDNG' ? 'pending' : 'not_booked'
  if (!tx) return movement.missing > 0 ? 'no_details' : textAt(entry, 'CdtDbtInd') === 'CRDT' ? 'incoming' : 'no_payee'
  const kind = kindOf(entry, tx)
  if (kind !== 'transfer' && kind !== 'reversal') return kind
  const payeeAccount = accountOf(tx)
  const payee = nameOf(tx) ?? (payeeAccount && `Account ending in ${payeeAccount.slice(-4)}`)
  // A reversal is known by its references; banks often leave the parties out.
  if (payee === undefined && kind === 'transfer') return 'no_payee'
  const amount = amountOf(entry, tx, movement.sole)
  if (typeof amount === 'string') return amount
  const bookedOn = dateOf(entry)
  if (bookedOn === 'bad_date') return bookedOn
  const endToEnd = reference(textAt(tx, 'Refs/EndToEndId'))
  const ownRef = reference(textAt(tx, 'Refs/AcctSvcrRef'))
  const entryRef = reference(textAt(entry, 'AcctSvcrRef'))
  const transactionRef = reference(textAt(tx, 'Refs/TxId', 'Refs/InstrId'))
  // One reference of the bank for a whole batch tells its transactions apart only together with their place in it.
  const bank = ownRef ?? (entryRef && [entryRef, movement.sole ? 0 : movement.nth])
  const rest = bank ? [] : [textAt(entry, 'NtryRef'), transactionRef, amount, bookedOn, payee, payeeAccount]
  return {
    kind,
    identity: [plainAccount(account), kind, bank ?? '', endToEnd ?? '', ...rest],
    counted: !bank,
    amount,
    payee: payee ?? '',
    payeeAccount,
    bookedOn,
    endToEnd,
    servicerRef: ownRef ?? entryRef,
    transactionRef
  }
}
