// Parley's receipts for what an app did, in its own database.
import type { KeptReceipt, ReceiptStore } from '@parley/sdk'
import type { DatabaseSync } from 'node:sqlite'
import { atomically } from './atomically.ts'

/** Keeps each receipt as JSON in the table `receipt`, in the order in which they came. */
export const receiptsInStore = (db: DatabaseSync): ReceiptStore => ({
  add: async (receipts) =>
    atomically(db, () => {
      const insert = db.prepare('insert or ignore into receipt (event, session, value) values (?, ?, ?)')
      for (const receipt of receipts) insert.run(receipt.event, receipt.session, JSON.stringify(receipt))
    }),
  waiting: async (session, { after, limit }) =>
    db
      .prepare(
        `select value from receipt where session = ? and log_index is null
         and place > coalesce((select place from receipt where event = ?), 0) order by place limit ?`
      )
      .all(session, after ?? null, limit)
      .map((row) => JSON.parse(row['value'] as string) as KeptReceipt),
  settle: async (event, { index, checkpoint }) => {
    db.prepare('update receipt set log_index = ?, checkpoint = ? where event = ?').run(index, checkpoint, event)
  }
})

/** How many receipts a session has, and how many of them are found in Parley's log. */
export const countReceipts = (db: DatabaseSync, session: string): { given: number; found: number } => {
  const row = db
    .prepare('select count(*) as given, count(log_index) as found from receipt where session = ?')
    .get(session)
  return { given: Number(row?.['given']), found: Number(row?.['found']) }
}
