// What a person wishes to happen with what they watched.
import type { DatabaseSync } from 'node:sqlite'

export type Watcher = {
  person: string
  sendTo: { conversation: string; friend: string } | undefined
  hiddenLibraries: string[]
  changesAfter: string | undefined
}

const watcherFrom = (row: Record<string, unknown> | undefined): Watcher | undefined =>
  row && {
    person: row['person'] as string,
    sendTo:
      row['send_to'] === null
        ? undefined
        : { conversation: row['send_to'] as string, friend: row['send_to_name'] as string },
    hiddenLibraries: JSON.parse(row['hidden_libraries'] as string) as string[],
    changesAfter: (row['changes_after'] as string | null) ?? undefined
  }

/** The watcher of this person, made on first sight. */
export const watcherOf = (db: DatabaseSync, person: string): Watcher => {
  db.prepare('insert into watcher (person) values (?) on conflict do nothing').run(person)
  return watcherFrom(db.prepare('select * from watcher where person = ?').get(person))!
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
