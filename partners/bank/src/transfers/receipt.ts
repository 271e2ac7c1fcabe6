// What a friend gets: the receipt of a transfer, once, and its correction when the bank takes the transfer back.
import { lastFour } from '@parley/connectors/camt054/iban.ts'
import type { Share, ShareOptions, Site, Thing } from '@parley/site'
import type { Content } from '@parley/sdk'
import { receiptView } from './receipt-view.ts'
import { readTransfer, type Transfer } from './transfer.ts'

/** How many of the last receipts are asked whom they went to. */
const likelyWithin = 100

/** What of a transfer went out, or may have; what was refused for certain did not. */
export const sentOf = (site: Site, person: string, { key }: Transfer) => {
  const kept = (what: string): Share | undefined =>
    site.shares.of(person, `${key}.${what}`).find(({ state }) => state !== 'refused')
  return { receipt: kept('receipt'), correction: kept('correction') }
}

/** Whoever got the last receipt for the same account number; a name is never enough. */
const likelyFor = (site: Site, person: string, { payeeAccount }: Transfer): Thing['likely'] => {
  const last = site.shares.list(person, likelyWithin).find(({ about, state }) => {
    const before = about.endsWith('.receipt') && readTransfer(site.db, person, about.split('.')[0]!)
    return state === 'sent' && payeeAccount && before && before.payeeAccount === payeeAccount
  })
  return last && { conversation: last.conversation, why: 'got your last receipt for this account' }
}

const contentOf = (transfer: Transfer): Content | undefined => {
  const { amount, payee, payeeAccount, reversal } = transfer
  const { bookedOn, reference } = reversal ?? transfer
  if (!amount) return undefined
  const known = { ...(payeeAccount && { account: lastFour(payeeAccount) }), ...(bookedOn && { bookedOn }) }
  const card = { type: 'receipt' as const, amount, beneficiary: payee, ...known, reference }
  if (!reversal) return { card }
  const text = 'This transfer was reversed: the bank gave the money back to me.'
  return { text, card: { ...card, correctsReference: transfer.reference } }
}

/** The receipt while the transfer stands; then the correction, for whoever has the receipt: nobody else needs it. */
export const thingOf = (site: Site, person: string, transfer: Transfer): Thing | undefined => {
  const content = contentOf(transfer)
  const to = transfer.reversal && sentOf(site, person, transfer).receipt
  if (!content || (transfer.reversal && to?.state !== 'sent')) return undefined
  const what = to ? 'correction' : 'receipt'
  return {
    about: `${transfer.key}.${what}`,
    heading: `Send a ${what}`,
    button: to ? `Send correction to ${to.friend}` : 'Send receipt',
    content,
    view: receiptView(content),
    to,
    likely: likelyFor(site, person, transfer)
  }
}

/** What is to be sent is named to the end, so a form that was open for the receipt never sends the correction. */
export const receiptShares = (site: () => Site): ShareOptions => {
  const named = (person: string, about: string): Thing | undefined => {
    const transfer = readTransfer(site().db, person, about.split('.')[0]!)
    const thing = transfer && thingOf(site(), person, transfer)
    return thing?.about === about ? thing : undefined
  }
  return {
    thing: (_db, { id }, field) => named(id, field('about')),
    view: receiptView,
    once: 'ever',
    note: false,
    replies: false,
    deletes: false,
    words: { choose: 'Which friend did you pay?', empty: 'You have not sent a receipt yet.' },
    lasts: ({ person, about }) => named(person, about) !== undefined,
    home: ({ about }) => `/transfers/${about.split('.')[0]}`
  }
}
