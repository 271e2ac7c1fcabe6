// What a friend gets: the receipt of a transfer, or its correction.
import type { Content } from '@parley/sdk'
import { lastFour } from '../camt/iban.ts'
import type { SentKind, Transfer } from './transfer.ts'

/** What can be sent now, exactly as it will be sent; undefined when there is nothing to send. */
export const contentOf = (transfer: Transfer): { kind: SentKind; content: Content } | undefined => {
  const { amount, payee, payeeAccount, bookedOn, reference, reversal, receipt } = transfer
  if (!amount) return undefined
  const card = {
    type: 'receipt' as const,
    amount,
    beneficiary: payee,
    ...(payeeAccount && { account: lastFour(payeeAccount) })
  }
  if (!reversal) {
    return { kind: 'receipt', content: { card: { ...card, ...(bookedOn && { bookedOn }), reference } } }
  }
  // Nobody who has not got the receipt needs its correction.
  if (receipt?.state !== 'sent') return undefined
  const back = { ...(reversal.bookedOn && { bookedOn: reversal.bookedOn }), reference: reversal.reference }
  const text = 'This transfer was reversed: the bank gave the money back to me.'
  return { kind: 'correction', content: { text, card: { ...card, ...back, correctsReference: reference } } }
}
