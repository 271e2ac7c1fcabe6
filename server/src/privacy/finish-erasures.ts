// Finishes the erasure of closed accounts: tells the log what apps lose, and takes texts and keys when the log needs them no more.
import { now } from '../base/clock.ts'
import { eraseFromLog } from '../log/erase-from-log.ts'
import { emptyAccount, type ErasureParts } from './empty-account.ts'

const batch = 200
// Longer than any request that was under way at the closing can still take.
const settledMs = 60_000
// A log that does not go on, or whose witnesses are away, holds an erasure up for this long at the most.
const overdueMs = 7 * 86_400_000

type Erasure = { person: string; recorded: boolean; overdue: boolean }

const before = (ms: number): Date => new Date(now().getTime() - ms)

const finish = async (parts: ErasureParts, { person, recorded, overdue }: Erasure): Promise<boolean> => {
  const { sql } = parts
  if (!recorded) {
    await emptyAccount(parts, person)
    // Together, so that neither a crash nor another node records it twice.
    await sql.begin(async (tx) => {
      const mine = await tx`
        update privacy.erasure set recorded_at = ${now()} where person_id = ${person} and recorded_at is null`
      if (mine.count > 0) await tx`select log.record_erasures(${person})`
    })
  }
  const [may] = await sql<{ may: boolean }[]>`
    select log.may_erase(person_id, recorded_at) as may from privacy.erasure where person_id = ${person}`
  if (!may || (!may.may && !overdue)) return false
  await eraseFromLog(sql, person)
  // Two nodes that are at it both come here; one of them has finished it.
  const done = await sql`delete from privacy.erasure where person_id = ${person}`
  return done.count > 0
}

/** One round; returns how many were finished. afterMs: how long ago the closing was at least. On two nodes one of them does it. */
export const finishErasures = async (parts: ErasureParts, afterMs = settledMs): Promise<number> => {
  const { sql } = parts
  const due = await sql<Erasure[]>`
    select person_id as person, recorded_at is not null as recorded, closed_at < ${before(overdueMs)} as overdue
    from privacy.erasure where closed_at <= ${before(afterMs)} order by closed_at limit ${batch}`
  let finished = 0
  const failed: unknown[] = []
  for (const erasure of due) {
    try {
      if (await finish(parts, erasure)) finished += 1
    } catch (error) {
      failed.push(error)
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} erasures wait for the next round`)
  return finished
}
