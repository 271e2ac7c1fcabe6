// A person of an app: who logged in with Parley.
import type { DatabaseSync } from 'node:sqlite'
import { nowMs } from '../clock.ts'
import { newId } from '../random.ts'

/** id: this database's own. sub: this app's identifier for the person at Parley. parleySession: the SDK's, once there is a connection. */
export type Person = { id: string; sub: string; name: string; parleySession: string | undefined }

const personOf = (row: Record<string, unknown> | undefined): Person | undefined =>
  row && {
    id: row['id'] as string,
    sub: row['sub'] as string,
    name: row['name'] as string,
    parleySession: (row['parley_session'] as string | null) ?? undefined
  }

/** The person with this identifier from Parley, made on first sight; the name follows Parley's. */
export const meetPerson = (db: DatabaseSync, sub: string, name: string): Person => {
  db.prepare(
    `insert into person (id, sub, name, joined_at) values (?, ?, ?, ?)
     on conflict (sub) do update set name = excluded.name`
  ).run(newId(), sub, name, nowMs())
  return personOf(db.prepare('select * from person where sub = ?').get(sub))!
}

export const personById = (db: DatabaseSync, id: string): Person | undefined =>
  personOf(db.prepare('select * from person where id = ?').get(id))

/** From now on this session of the SDK is the person's connection. */
export const connect = (db: DatabaseSync, id: string, session: string): void => {
  db.prepare('update person set parley_session = ? where id = ?').run(session, id)
}
