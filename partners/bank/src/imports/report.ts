// What became of a file: how much was taken, and what was left out and why.
import type { DatabaseSync } from 'node:sqlite'
import { type Reason, reasons } from '../camt/judge.ts'

/** taken: new transfers. leftOut: numbers by reason. problem: why the whole file was refused; nothing of it counts then. */
export type Report = {
  id: string
  place: number
  source: string
  name: string
  at: number
  state: 'running' | 'done' | 'failed'
  problem?: string
  taken: number
  reversals: number
  known: number
  leftOut: { reason: Reason; words: string; count: number }[]
}

const reportOf = (db: DatabaseSync, row: Record<string, unknown>): Report => ({
  id: row['id'] as string,
  place: row['place'] as number,
  source: row['source'] as string,
  name: row['name'] as string,
  at: row['at'] as number,
  state: row['state'] as Report['state'],
  ...(row['problem'] !== null && { problem: row['problem'] as string }),
  taken: row['taken'] as number,
  reversals: row['reversals'] as number,
  known: row['known'] as number,
  leftOut: db
    .prepare(
      'select reason, count(*) as count from left_out where import = ? group by reason order by count desc, reason'
    )
    .all(row['id'] as string)
    .map(({ reason, count }) => ({
      reason: reason as Reason,
      words: reasons[reason as Reason],
      count: count as number
    }))
})

/** person: only a file that this person uploaded. */
export const readReport = (db: DatabaseSync, id: string, person?: string): Report | undefined => {
  const row = db
    .prepare('select * from import where id = ? and (? is null or person = ?)')
    .get(id, person ?? null, person ?? null)
  return row && reportOf(db, row)
}

/** The files that a person uploaded, newest first; before: the place of the last one above. */
export const listReports = (
  db: DatabaseSync,
  person: string,
  limit: number,
  before = Number.MAX_SAFE_INTEGER
): Report[] =>
  db
    .prepare('select * from import where person = ? and place < ? order by place desc limit ?')
    .all(person, before, limit)
    .map((row) => reportOf(db, row))

export type LeftOut = { place: number; entry: number; nth: number | null; reason: Reason; words: string }

/** What a file left out, in its order; after: the place of the last one above. */
export const listLeftOut = (db: DatabaseSync, id: string, limit: number, after = 0): LeftOut[] =>
  db
    .prepare('select place, entry, nth, reason from left_out where import = ? and place > ? order by place limit ?')
    .all(id, after, limit)
    .map((row) => ({ ...(row as LeftOut), words: reasons[row['reason'] as Reason] }))
