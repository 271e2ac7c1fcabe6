// The last calls of a person's other programs, so that they can see what arrived and what went wrong.
import type { DatabaseSync } from 'node:sqlite'

/** source: which program or format called. said: in a sentence, what came of it. times: how often the same came in a row. */
export type LastCall = { source: string; said: string; wrong: boolean; times: number; at: number }

const callsMax = 20

/** The same again, such as progress every ten seconds, counts up instead of pushing out the others. */
export const noteCall = (db: DatabaseSync, person: string, call: Omit<LastCall, 'times'>): void => {
  const { source, said, wrong, at } = call
  const last = db
    .prepare('select place, source, said from call where person = ? order by place desc limit 1')
    .get(person) as { place: number; source: string; said: string } | undefined
  if (last?.source === source && last.said === said) {
    db.prepare('update call set times = times + 1, at = ? where place = ?').run(at, last.place)
    return
  }
  db.prepare('insert into call (person, source, said, wrong, times, at) values (?, ?, ?, ?, 1, ?)').run(
    person,
    source,
    said,
    wrong ? 1 : 0,
    at
  )
  db.prepare(
    `delete from call where person = ?1 and place <=
       (select place from call where person = ?1 order by place desc limit 1 offset ${callsMax})`
  ).run(person)
}

/** Newest first. */
export const lastCalls = (db: DatabaseSync, person: string): LastCall[] => {
  const rows = db
    .prepare('select source, said, wrong, times, at from call where person = ? order by place desc')
    .all(person) as (Omit<LastCall, 'wrong'> & { wrong: number })[]
  return rows.map((row) => ({ ...row, wrong: row.wrong === 1 }))
}
