// A transfer as its sender sees it, and what of it was sent to a friend.
import type { DatabaseSync } from 'node:sqlite'
import type { Content } from '@parley/sdk'
import type { Amount } from '../camt/amount.ts'

export type SentKind = 'receipt' | 'correction'

/** sending: not known to have arrived. refused: Parley said no, and nothing was sent. at is in milliseconds since 1970. */
export type Sent = {
  id: string
  kind: SentKind
  conversation: string
  friend: string
  content: Content
  state: 'sending' | 'refused' | 'sent'
  at: number
}

/** amount is undefined as long as Wise has not told it; nothing can be sent then. */
export type Transfer = {
  key: string
  place: number
  amount: Amount | undefined
  payee: string
  payeeAccount: string | undefined
  bookedOn: string | undefined
  reference: string
  endToEnd: string | undefined
  wise: string | undefined
  reversal: { bookedOn: string | undefined; reference: string } | undefined
  receipt: Sent | undefined
  correction: Sent | undefined
}

const text = (value: unknown): string | undefined => (value as string | null) ?? undefined

const referenceOf = (row: Record<string, unknown>): string =>
  text(row['end_to_end']) ?? text(row['servicer_ref']) ?? `HB-${(row['key'] as string).slice(0, 10)}`

const sentOf = (row: Record<string, unknown>): Sent => ({
  ...(row as Pick<Sent, 'id' | 'kind' | 'conversation' | 'friend' | 'state' | 'at'>),
  content: JSON.parse(row['content'] as string) as Content
})

const transferOf = (db: DatabaseSync, row: Record<string, unknown>): Transfer => {
  const key = row['key'] as string
  const back = db.prepare('select * from booking where key = ?').get(text(row['reversed_by']) ?? null)
  const sent = db.prepare('select * from sent where transfer = ?').all(key).map(sentOf)
  const [value, currency, transactionRef] = [text(row['value']), text(row['currency']), text(row['transaction_ref'])]
  return {
    key,
    place: row['place'] as number,
    amount: value && currency ? { value, currency } : undefined,
    payee: row['payee'] as string,
    payeeAccount: text(row['payee_account']),
    bookedOn: text(row['booked_on']),
    reference: referenceOf(row),
    endToEnd: text(row['end_to_end']),
    wise: transactionRef?.startsWith('Wise ') ? transactionRef.slice(5) : undefined,
    reversal: back
      ? { bookedOn: text(back['booked_on']), reference: text(back['servicer_ref']) ?? referenceOf(back) }
      : undefined,
    receipt: sent.find(({ kind }) => kind === 'receipt'),
    correction: sent.find(({ kind }) => kind === 'correction')
  }
}

export const readTransfer = (db: DatabaseSync, person: string, key: string): Transfer | undefined => {
  const row = db.prepare(`select * from booking where person = ? and key = ? and kind = 'transfer'`).get(person, key)
  return row && transferOf(db, row)
}

/** A person's transfers, newest first; before: the place of the last one above. */
export const listTransfers = (
  db: DatabaseSync,
  person: string,
  limit: number,
  before = Number.MAX_SAFE_INTEGER
): Transfer[] =>
  db
    .prepare(`select * from booking where person = ? and kind = 'transfer' and place < ? order by place desc limit ?`)
    .all(person, before, limit)
    .map((row) => transferOf(db, row))

/** The conversation that got the person's last receipt for the same account number; a name is never enough. */
export const chosenBefore = (db: DatabaseSync, person: string, { key, payeeAccount }: Transfer): string | undefined =>
  payeeAccount &&
  text(
    db
      .prepare(
        `select conversation from sent join booking on booking.key = sent.transfer
         where person = ? and payee_account = ? and booking.key <> ? and sent.state = 'sent' order by sent.at desc limit 1`
      )
      .get(person, payeeAccount, key)?.['conversation']
  )
