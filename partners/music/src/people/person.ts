// A person of this app: who logged in with Parley, and the token of their scrobblers.
import { nowMs } from '../clock.ts'
import { newId, newSecret } from '../random.ts'
import type { Db } from '../store/open-store.ts'

export type Person = {
  id: string
  sub: string
  name: string
  listenToken: string
  parleySession: string | undefined
  changesAfter: string | undefined
}

const personOf = (row: Record<string, unknown> | undefined): Person | undefined =>
  row && {
    id: row['id'] as string,
    sub: row['sub'] as string,
    name: row['name'] as string,
    listenToken: row['listen_token'] as string,
    parleySession: (row['parley_session'] as string | null) ?? undefined,
    changesAfter: (row['changes_after'] as string | null) ?? undefined
  }

/** The person with this identifier from Parley, made on first sight; the name follows Parley's. */
export const arrive = (db: Db, sub: string, name: string): Person => {
  db.prepare(
    `insert into person (id, sub, name, listen_token, joined_at) values (?, ?, ?, ?, ?)
     on conflict (sub) do update set name = excluded.name`
  ).run(newId(), sub, name, newSecret(), nowMs())
  return personOf(db.prepare('select * from person where sub = ?').get(sub))!
}

export const personById = (db: Db, id: string): Person | undefined =>
  personOf(db.prepare('select * from person where id = ?').get(id))

export const personByListenToken = (db: Db, token: string): Person | undefined =>
  personOf(db.prepare('select * from person where listen_token = ?').get(token))

/** Gives the person another token; scrobblers with the old one are refused from then on. */
export const renewListenToken = (db: Db, id: string): void => {
  db.prepare('update person set listen_token = ? where id = ?').run(newSecret(), id)
}

/** From now on this session of the SDK is the person's connection; replies are fetched from its start. */
export const connect = (db: Db, id: string, session: string): void => {
  db.prepare('update person set parley_session = ?, changes_after = null where id = ?').run(session, id)
}
