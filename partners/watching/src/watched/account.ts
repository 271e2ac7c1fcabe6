// The accounts of media servers that sent something, and whose they are.
import type { DatabaseSync } from 'node:sqlite'
import { atomically } from '@parley/site'
import type { Whose } from './decide.ts'
import { keepTitle } from './keep-title.ts'
import type { Source, Watched } from '@parley/connectors/media/watched.ts'

export type Account = { source: Source; id: string; name: string; whose: Whose }

/** So that a broken sender cannot fill the page: beyond it, accounts are taken for somebody else's. */
const accountsMax = 50

export const listAccounts = (db: DatabaseSync, person: string): Account[] =>
  db
    .prepare('select source, account as id, name, whose from account where person = ? order by source, name')
    .all(person) as Account[]

export const whoseAccount = (db: DatabaseSync, person: string, { source, account }: Watched): Whose => {
  const row = db
    .prepare('select whose from account where person = ? and source = ? and account = ?')
    .get(person, source, account.id)
  if (row) return row['whose'] as Whose
  const { n } = db.prepare('select count(*) as n from account where person = ?').get(person) as { n: number }
  return n < accountsMax ? 'unknown' : 'other'
}

/** Keeps the last report of an account that nobody has spoken for, so that saying "this is me" loses nothing. */
export const holdReport = (db: DatabaseSync, person: string, watched: Watched): void => {
  db.prepare(
    `insert into account (person, source, account, name, whose, held) values (?, ?, ?, ?, 'unknown', ?)
     on conflict do update set name = excluded.name, held = excluded.held`
  ).run(person, watched.source, watched.account.id, watched.account.name, JSON.stringify(watched))
}

/** The person says whose it is. What was held goes to the shelf, and is never sent by itself; of somebody else it is forgotten. */
export const claimAccount = (
  db: DatabaseSync,
  person: string,
  about: { source: string; id: string; mine: boolean; now: number }
): void =>
  atomically(db, () => {
    const at = [person, about.source, about.id]
    const row = db.prepare('select held from account where person = ? and source = ? and account = ?').get(...at)
    db.prepare('update account set whose = ?, held = null where person = ? and source = ? and account = ?').run(
      about.mine ? 'mine' : 'other',
      ...at
    )
    if (about.mine && row?.['held']) keepTitle(db, person, JSON.parse(row['held'] as string) as Watched, about.now)
  })

/** The account of this app's own player: it is the person's, without a question. */
export const ownAccount = (db: DatabaseSync, person: string, name: string): void => {
  db.prepare(
    `insert into account (person, source, account, name, whose) values (?, 'jellyfin', ?, ?, 'mine') on conflict do nothing`
  ).run(person, person.replaceAll('-', ''), `${name} (the player here)`)
}
