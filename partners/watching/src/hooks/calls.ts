// The last calls of a person's media servers, so that they can see what went wrong.
import type { DatabaseSync } from 'node:sqlite'

export type Call = { source: string; said: string; wrong: boolean; times: number; at: number }

const callsMax = 20

/** The same again, such as progress every ten seconds, counts up instead of pushing out the others. */
export const noteCall = (db: DatabaseSync, person: string, call: Omit<Call, 'times'>): void => {
  const last = db.prepare('select * from call where person = ? order by place desc limit 1').get(person)
  if (last && last['source'] === call.source && last['said'] === call.said) {
    db.prepare('update call set times = times + 1, at = ? where place = ?').run(call.at, last['place'] as number)
    return
  }
  db.prepare('insert into call (person, source, said, wrong, times, at) values (?, ?, ?, ?, 1, ?)').run(
    person,
    call.source,
    call.said,
    call.wrong ? 1 : 0,
    call.at
  )
  db.prepare(
    `delete from call where person = ?1 and place <=
       (select place from call where person = ?1 order by place desc limit 1 offset ${callsMax})`
  ).run(person)
}

export const lastCalls = (db: DatabaseSync, person: string): Call[] =>
  db
    .prepare('select source, said, wrong, times, at from call where person = ? order by place desc')
    .all(person)
    .map((row) => ({ ...(row as Omit<Call, 'wrong'>), wrong: row['wrong'] === 1 }))
