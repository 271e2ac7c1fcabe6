// What a friend gets: the receipt of a transfer, once, and its correction when the bank takes the transfer back.
import { lastFour } from '@parley/connectors/camt054/iban.ts'
import type { Share, ShareOptions, Site, Thing } from '@parley/site'
import type { Content } from '@parley/sdk'
import { receiptView } from './receipt-view.ts'
import { readTransfer, type Transfer } from './transfer.ts'

export type What = 'receipt' | 'correction'

/** How many of the last receipts are asked whom they went to. */
const likelyWithin = 100

/** What of a transfer went out, or may have; what was refused for certain did not. */
export const sentOf = (site: Site, person: string, { key }: Transfer) => {
  const kept = (what: What): Share | undefined =>
    site.shares.of(person, `${key} ${what}`).find(({ state }) => state !== 'refused')
  return { receipt: kept('receipt'), correction: kept('correction') }
}

/** Whoever got the last receipt for the same account number; a name is never enough. */
const likelyFor = (site: Site, person: string, account: string | undefined): Thing['likely'] => {
  const last = site.shares.list(person, likelyWithin).find(({ about, state }) => {
    const [key = '', what] = about.split(' ')
    return state === 'sent' && what === 'receipt' && readTransfer(site.db, person, key)?.payeeAccount === account
  })
  return last && account
    ? { conversation: last.conversation, why: 'got your last receipt for this account' }
    : undefined
}

const contentOf = ({ amount, payee, payeeAccount, bookedOn, reference, reversal }: Transfer): Content | undefined => {
  if (!amount) return undefined
  const on = reversal ? reversal.bookedOn : bookedOn
  const card = {
    type: 'receipt' as const,
    amount,
    beneficiary: payee,
    ...(payeeAccount && { account: lastFour(payeeAccount) }),
    ...(on && { bookedOn: on }),
    reference: reversal?.reference ?? reference
  }
  if (!reversal) return { card }
  const text = 'This transfer was reversed: the bank gave the money back to me.'
  return { text, card: { ...card, correctsReference: reference } }
}

/** The receipt while the transfer stands; then the correction, for whoever has the receipt: nobody else needs it. */
export const thingOf = (site: Site, person: string, transfer: Transfer): (Thing & { what: What }) | undefined => {
  const content = contentOf(transfer)
  const { receipt } = sentOf(site, person, transfer)
  const what = transfer.reversal ? 'correction' : 'receipt'
  if (!content || (what === 'correction' && receipt?.state !== 'sent')) return undefined
  return {
    what,
    about: `${transfer.key} ${what}`,
    heading: `Send a ${what}`,
    button: what === 'receipt' ? 'Send receipt' : `Send correction to ${receipt?.friend}`,
    content,
    view: receiptView(content),
    to: what === 'correction' ? receipt : undefined,
    likely: likelyFor(site, person, transfer.payeeAccount)
  }
}

/** The address says what is to be sent, so a form that was open for the receipt never sends the correction. */
export const receiptShares = (site: () => Site): ShareOptions => ({
  thing: (db, { id }, field) => {
    const transfer = readTransfer(db, id, field('transfer'))
    const thing = transfer && thingOf(site(), id, transfer)
    return thing?.what === field('what') ? thing : undefined
  },
  view: receiptView,
  once: 'ever',
  note: false,
  replies: false,
  deletes: false,
  words: { choose: 'Which friend did you pay?', empty: 'You have not sent a receipt yet.' },
  lasts: ({ person, about }) => {
    const transfer = readTransfer(site().db, person, about.split(' ')[0]!)
    return transfer !== undefined && thingOf(site(), person, transfer)?.about === about
  },
  home: ({ about }) => `/transfers/${about.split(' ')[0]}`
})
