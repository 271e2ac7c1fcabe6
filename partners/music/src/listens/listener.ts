// The token of a person's scrobblers.
import type { DatabaseSync } from 'node:sqlite'
import { newSecret } from '../random.ts'

/** The person's token, made when it is first asked for. */
export const listenToken = (db: DatabaseSync, person: string): string => {
  db.prepare('insert or ignore into listener (person, token) values (?, ?)').run(person, newSecret())
  return db.prepare('select token from listener where person = ?').get(person)!['token'] as string
}

/** Gives the person another token; scrobblers with the old one are refused from then on. */
export const renewListenToken = (db: DatabaseSync, person: string): void => {
  db.prepare('insert or replace into listener (person, token) values (?, ?)').run(person, newSecret())
}

/** Whose token this is. */
export const listenerOf = (db: DatabaseSync, token: string): { id: string; name: string } | undefined => {
  const row = db
    .prepare('select person.id, person.name from listener join person on person.id = listener.person where token = ?')
    .get(token)
  return row && { id: row['id'] as string, name: row['name'] as string }
}
