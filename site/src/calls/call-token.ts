// The secret that a person gives to other programs, so that they can send here.
import type { DatabaseSync } from 'node:sqlite'
import { type Person, personById } from '../people/person.ts'
import { newSecret } from '../random.ts'

/** The person's token, made when it is first asked for. It is kept as it is, because Settings shows it again. */
export const callToken = (db: DatabaseSync, person: string): string => {
  db.prepare('insert into call_token (person, token) values (?, ?) on conflict do nothing').run(person, newSecret())
  const { token } = db.prepare('select token from call_token where person = ?').get(person) as { token: string }
  return token
}

/** Programs with the old token are refused from then on. */
export const renewCallToken = (db: DatabaseSync, person: string): void => {
  db.prepare('insert or replace into call_token (person, token) values (?, ?)').run(person, newSecret())
}

/** Whose token this is. */
export const personByToken = (db: DatabaseSync, token: string): Person | undefined => {
  const row = db.prepare('select person from call_token where token = ?').get(token) as { person: string } | undefined
  return row && personById(db, row.person)
}
