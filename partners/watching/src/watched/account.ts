// The accounts of media servers that sent something, and whose they are.
import type { Source, Watched } from '@parley/connectors/media/watched.ts'
import { atomically, type Person, sql } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'
import type { Whose } from './decide.ts'
import { keepTitle } from './keep-title.ts'

export type Account = { source: Source; id: string; name: string; whose: Whose }

/** So that a broken sender cannot fill the page: beyond it, accounts are taken for somebody else's. */
const accountsMax = 50

export const listAccounts = (db: DatabaseSync, person: string): Account[] =>
  sql(db).all`select source, id, name, whose from account where person = ${person} order by source, name` as Account[]

export const whoseAccount = (db: DatabaseSync, person: string, { source, account }: Watched): Whose => {
  const accounts = listAccounts(db, person)
  const known = accounts.find((each) => each.source === source && each.id === account.id)
  return known?.whose ?? (accounts.length < accountsMax ? 'unknown' : 'other')
}

/** Keeps the last report of an account that nobody has spoken for, so that saying "this is me" loses nothing. */
export const holdReport = (db: DatabaseSync, person: string, watched: Watched): void => {
  const { source, account } = watched
  sql(db).run`insert into account (person, source, id, name, whose, held)
    values (${person}, ${source}, ${account.id}, ${account.name}, 'unknown', ${JSON.stringify(watched)})
    on conflict do update set name = excluded.name, held = excluded.held`
}

/** The person says whose it is. What was held goes to the shelf, and is never sent by itself; of somebody else it is forgotten. */
export const claimAccount = (
  db: DatabaseSync,
  person: string,
  { source, id, mine }: { source: string; id: string; mine: boolean }
): void =>
  atomically(db, () => {
    const row = sql(db).get`select held from account where person = ${person} and source = ${source} and id = ${id}`
    sql(db).run`update account set whose = ${mine ? 'mine' : 'other'}, held = null
      where person = ${person} and source = ${source} and id = ${id}`
    if (mine && row?.['held']) keepTitle(db, person, JSON.parse(row['held'] as string) as Watched)
  })

/** The account of this app's own player: it is the person's, without a question. Returns its id there. */
export const ownAccount = (db: DatabaseSync, { id, name }: Person): string => {
  const account = id.replaceAll('-', '')
  sql(db).run`insert into account (person, source, id, name, whose)
    values (${id}, 'jellyfin', ${account}, ${`${name} (the player here)`}, 'mine') on conflict do nothing`
  return account
}
