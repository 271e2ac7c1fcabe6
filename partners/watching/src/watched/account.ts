// The accounts of media servers that sent something, and whose they are.
import type { Source, Watched } from '@parley/connectors/media/watched.ts'
import { atomically, type Person } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'
import type { Whose } from './decide.ts'
import { keepTitle } from './keep-title.ts'

export type Account = { source: Source; id: string; name: string; whose: Whose }

/** So that a broken sender cannot fill the page: beyond it, accounts are taken for somebody else's. */
const accountsMax = 50

export const listAccounts = (db: DatabaseSync, person: string): Account[] =>
  db
    .prepare('select source, account as id, name, whose from account where person = ? order by source, name')
    .all(person) as Account[]

export const whoseAccount = (db: DatabaseSync, person: string, { source, account }: Watched): Whose => {
  const accounts = listAccounts(db, person)
  const known = accounts.find((each) => each.source === source && each.id === account.id)
  return known?.whose ?? (accounts.length < accountsMax ? 'unknown' : 'other')
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
  { source, id, mine }: { source: string; id: string; mine: boolean }
): void =>
  atomically(db, () => {
    const one = [person, source, id]
    const row = db.prepare('select held from account where person = ? and source = ? and account = ?').get(...one)
    const claim = db.prepare(
      'update account set whose = ?, held = null where person = ? and source = ? and account = ?'
    )
    claim.run(mine ? 'mine' : 'other', ...one)
    if (mine && row?.['held']) keepTitle(db, person, JSON.parse(row['held'] as string) as Watched)
  })

/** The account of this app's own player: it is the person's, without a question. Returns its id there. */
export const ownAccount = (db: DatabaseSync, { id, name }: Person): string => {
  const account = id.replaceAll('-', '')
  db.prepare(
    `insert into account (person, source, account, name, whose) values (?, 'jellyfin', ?, ?, 'mine') on conflict do nothing`
  ).run(id, account, `${name} (the player here)`)
  return account
}
