// What the app keeps of a person beside the login: the address for media servers, and what they wish.
import type { DatabaseSync } from 'node:sqlite'
import { newSecret } from './random.ts'

export type Watcher = {
  person: string
  token: string
  sendTo: { conversation: string; friend: string } | undefined
  hiddenLibraries: string[]
  changesAfter: string | undefined
}

const watcherFrom = (row: Record<string, unknown> | undefined): Watcher | undefined =>
  row && {
    person: row['person'] as string,
    token: row['token'] as string,
    sendTo:
      row['send_to'] === null
        ? undefined
        : { conversation: row['send_to'] as string, friend: row['send_to_name'] as string },
    hiddenLibraries: JSON.parse(row['hidden_libraries'] as string) as string[],
    changesAfter: (row['changes_after'] as string | null) ?? undefined
  }

/** The watcher of this person, made on first sight. */
export const watcherOf = (db: DatabaseSync, person: string): Watcher => {
  db.prepare('insert into watcher (person, token) values (?, ?) on conflict do nothing').run(person, newSecret())
  return watcherFrom(db.prepare('select * from watcher where person = ?').get(person))!
}

export const watcherByToken = (db: DatabaseSync, token: string): Watcher | undefined =>
  watcherFrom(db.prepare('select * from watcher where token = ?').get(token))

/** Media servers with the old address are refused from then on. */
export const renewToken = (db: DatabaseSync, person: string): void => {
  db.prepare('update watcher set token = ? where person = ?').run(newSecret(), person)
}

/** undefined is "ask me": nothing goes out by itself. */
export const chooseSendTo = (db: DatabaseSync, person: string, sendTo: Watcher['sendTo']): void => {
  db.prepare('update watcher set send_to = ?, send_to_name = ? where person = ?').run(
    sendTo?.conversation ?? null,
    sendTo?.friend ?? null,
    person
  )
}

export const hideLibraries = (db: DatabaseSync, person: string, names: readonly string[]): void => {
  db.prepare('update watcher set hidden_libraries = ? where person = ?').run(JSON.stringify(names), person)
}
