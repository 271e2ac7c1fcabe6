// What a friend gets: the receipt of a transfer, once, and a correction for each time that the bank takes it, or a part of it, back.
import { lastFour } from '@parley/connectors/camt054/iban.ts'
import type { Share, ShareOptions, Site, Thing } from '@parley/site'
import type { Content } from '@parley/sdk'
import { money, receiptView } from './receipt-view.ts'
import { readTransfer, type Reversal, type Transfer } from './transfer.ts'

/** How many of the last receipts are asked whom they went to. */
const likelyWithin = 100

/** What of a transfer went out, or may have: its receipt, then the correction for each reversal. What was refused for certain did not. */
export const sentOf = (site: Site, person: string, { key, reversals }: Transfer): (Share | undefined)[] =>
  ['receipt', ...reversals.map((back) => back.key)].map((what) =>
    site.shares.of(person, `${key}.${what}`).find(({ state }) => state !== 'refused')
  )

/** Whoever got the last receipt for the same account number; a name is never enough. */
const likelyFor = (site: Site, person: string, { payeeAccount }: Transfer): Thing['likely'] => {
  const last = site.shares.list(person, likelyWithin).find(({ about, state }) => {
    const before = about.endsWith('.receipt') && readTransfer(site.db, person, about.split('.')[0]!)
    return state === 'sent' && payeeAccount && before && before.payeeAccount === payeeAccount
  })
  return last && { conversation: last.conversation, why: 'got your last receipt for this account' }
}

const contentOf = ({ amount, payee, payeeAccount, ...transfer }: Transfer, back?: Reversal): Content | undefined => {
  if (!amount) return undefined
  const { bookedOn, reference } = back ?? transfer
  const known = { ...(payeeAccount && { account: lastFour(payeeAccount) }), ...(bookedOn && { bookedOn }) }
  const card = { type: 'receipt' as const, amount: back?.amount ?? amount, beneficiary: payee, ...known, reference }
  if (!back) return { card }
  const what = back.amount.value === amount.value ? 'the money' : `${money(back.amount)} of ${money(amount)}`
  const text = `This transfer was reversed: the bank gave ${what} back to me.`
  return { text, card: { ...card, correctsReference: transfer.reference } }
}

/**
 * about: the key of a transfer, and `receipt`, while something of it is left, or the key of a reversal, for whoever has the receipt: nobody
 * else needs it. So a form that was open for the receipt never sends a correction.
 */
const thingOf = (site: Site, person: string, about: string): Thing | undefined => {
  const [key = '', what = ''] = about.split('.')
  const transfer = readTransfer(site.db, person, key)
  const back = transfer?.reversals.find((reversal) => reversal.key === what)
  const content = transfer && contentOf(transfer, back)
  const to = back && transfer && sentOf(site, person, transfer)[0]
  if (!content || (back ? to?.state !== 'sent' : what !== 'receipt' || transfer.isBack)) return undefined
  const name = back ? 'correction' : 'receipt'
  return {
    about,
    heading: `Send a ${name}`,
    button: to ? `Send correction to ${to.friend}` : 'Send receipt',
    content,
    view: receiptView(content),
    to,
    likely: likelyFor(site, person, transfer)
  }
}

/** What can go out next: the receipt, then each correction. */
export const nextOf = (site: Site, person: string, transfer: Transfer): Thing | undefined => {
  const sent = sentOf(site, person, transfer)
  const what = sent[0] ? transfer.reversals[sent.indexOf(undefined) - 1]?.key : 'receipt'
  return thingOf(site, person, `${transfer.key}.${what}`)
}

export const receiptShares = (site: () => Site): ShareOptions => ({
  thing: (_db, { id }, field) => thingOf(site(), id, field('about')),
  view: receiptView,
  once: 'ever',
  note: false,
  replies: false,
  deletes: false,
  words: { choose: 'Which friend did you pay?', empty: 'You have not sent a receipt yet.' },
  lasts: ({ person, about }) => thingOf(site(), person, about) !== undefined,
  home: ({ about }) => `/transfers/${about.split('.')[0]}`
})
