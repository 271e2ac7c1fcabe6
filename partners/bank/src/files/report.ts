// What became of a file: how much was taken, and what was left out and why.
import { reasons } from '@parley/connectors/camt054/judge.ts'
import type { Origin } from '@parley/connectors/inbox/open-inbox.ts'
import { sql } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'

const leftOutRows = 100

/** Why a booking is left out: what the file says of it, or what the bank knows. */
export const leftOutWords: Record<string, string> = {
  ...reasons,
  other_account: 'of an account that nobody has here',
  conflict: 'with the references of another transfer and a different amount'
}

/**
 * read: entries that are dealt with so far. transfer, reversal: new ones. known: what was there already. leftOut: numbers by reason.
 * problem: why the whole file was refused; nothing of it counts then.
 */
export type Report = Origin &
  Record<'place' | 'at' | 'read' | 'transfer' | 'reversal' | 'known', number> & {
    id: string
    state: 'running' | 'done' | 'failed'
    problem?: string
    leftOut: Record<string, number>
  }

const reportOf = ({ report, ...row }: Record<string, unknown>): Report =>
  Object.assign(JSON.parse(report as string) as Report, row)

/** person: only a file that this person uploaded. */
export const readReport = (db: DatabaseSync, id: string, person: string | null = null): Report | undefined => {
  const row = sql(db)
    .get`select id, place, report from import where id = ${id} and person is coalesce(${person}, person)`
  return row && reportOf(row)
}

/** The files that a person uploaded, newest first; before: the place of the last one above. */
export const listReports = (db: DatabaseSync, person: string, limit: number, before = Infinity): Report[] =>
  sql(db).all`select id, place, report from import where person = ${person} and place < ${before}
    order by place desc limit ${limit}`.map(reportOf)

export type LeftOut = { place: number; entry: number; nth: number | null; reason: string }

/** A page of what a file left out, in its order; after: the place of the last one above, such as `next`. */
export const listLeftOut = (db: DatabaseSync, id: string, after = 0): { items: LeftOut[]; next?: number } => {
  const items = sql(db).all`select place, entry, nth, reason from left_out where import = ${id} and place > ${after}
    order by place limit ${leftOutRows}` as LeftOut[]
  return { items, ...(items.length === leftOutRows && { next: items.at(-1)!.place }) }
}
