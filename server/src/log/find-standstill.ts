// Whether entries wait for a log that takes nothing in.
import { nowMs } from '../base/clock.ts'
import type { Sql } from '../base/sql.ts'

/** A receipt promises that its entry is in the log within a minute (docs/spec/log.md, "Receipt"): half of it is left to act. */
export const stuckAfterSeconds = 30

/**
 * True when the oldest entry that waits, and the last batch that was taken in, are both older than stuckAfterSeconds. With many entries
 * to work through the first may be, and where nobody did anything the second.
 */
export const findStandstill = async (sql: Sql): Promise<boolean> => {
  const before = new Date(nowMs() - stuckAfterSeconds * 1000)
  // An entry that is not there any more is never taken in.
  const rows = await sql`
    select from log.state s, (select entry_id from log.outbox order by entry_id limit 1) o
    left join log.entry e on e.id = o.entry_id
    where s.at < ${before} and (e.id is null or e.at < ${before})`
  return rows.length > 0
}
