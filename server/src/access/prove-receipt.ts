// Proves to an app that the entry of a receipt is in the log.
import type { ReceiptProof } from '@parley/protocol/api/partner.ts'
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { logBySeconds } from '@parley/protocol/log/receipt-text.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { latestCheckpoint } from '../log/latest-checkpoint.ts'
import { TreeReader } from '../log/tree-reader.ts'
import type { Credentials } from './read-credentials.ts'
import { refuseStatus } from './refuse-status.ts'

/**
 * The token must be of the app and the person whose access it was, and may be of a grant that has ended. The proof is for the checkpoint
 * that is published now; before one covers the entry, the answer says by when one will. Throws receipt_missing.
 */
export const proveReceipt = async (
  { sql, partnerSql }: { sql: Sql; partnerSql: Sql },
  who: Credentials,
  event: string
): Promise<ReceiptProof> => {
  const [found] = await partnerSql<{ status: string; entry_id: number | null }[]>`
    select * from access.receipt_entry(${who.token}, ${who.jkt}, ${who.proof}, ${event})`
  refuseStatus(found?.status, 'read')
  const [row] = await sql<{ at: Date; idx: number | null; entry: Buffer | null }[]>`
    select e.at, l.idx, l.entry from log.entry e left join log.leaf l on l.entry_id = e.id where e.id = ${found?.entry_id ?? null}`
  if (!row) throw new Refusal('receipt_missing')
  const { at, idx, entry } = row
  const published = await latestCheckpoint(sql)
  if (idx === null || entry === null || !published || published.size <= idx)
    return { pending: true, by: new Date(at.getTime() + logBySeconds * 1000).toISOString() }
  const path = await new TreeReader(sql).inclusion(idx, published.size)
  return {
    index: idx,
    size: published.size,
    entry: toBase64(entry),
    path: path.map(toBase64),
    checkpoint: published.note
  }
}
