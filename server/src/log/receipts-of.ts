// The receipts of entries that have committed (docs/spec/log.md, "Receipt").
import type { Receipt } from '@parley/protocol/api/partner.ts'
import type { Sql } from '../base/sql.ts'
import type { LogKeeper } from './log-keeper.ts'
import { type Opened, signReceipt } from './sign-receipt.ts'

/** What receipts are made of. */
export type ReceiptParts = { sql: Sql; log: Pick<LogKeeper, 'origin' | 'receiptSigner'> }

/** events: ids of entries, all known to the caller as those of whoever is answered. One whose texts were erased has no receipt. */
export const receiptsOf = async ({ sql, log }: ReceiptParts, events: readonly string[]): Promise<Receipt[]> => {
  if (events.length === 0) return []
  const opened = await sql<Opened[]>`
    select grant_id as grant, shared, salt_s as "saltS", owner, salt_o as "saltO" from log.entry
    where event_id = any(${events}::uuid[]) and shared is not null and owner is not null
    order by id`
  return Promise.all(opened.map((one) => signReceipt(log, one)))
}
