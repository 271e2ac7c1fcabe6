// An app's own database: one SQLite file, safe against kill -9.
import { chmodSync, mkdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

const siteSchema = `
create table if not exists person (
  id text primary key,
  sub text not null unique,
  name text not null,
  -- The SDK's session; null until the person connected.
  parley_session text,
  joined_at integer not null
) strict;

create table if not exists browser (
  hash text primary key,
  person text not null references person,
  form_key text not null,
  ends_at integer not null
) strict;

-- What the SDK keeps: logins under way, and tokens. Nothing of it is ever sent to a browser.
create table if not exists kept (
  name text primary key,
  value text not null,
  ends_at integer
) strict;

-- Parley's signed receipts for what this app did. log_index and checkpoint: where Parley's log holds the entry, once that was seen.
create table if not exists receipt (
  place integer primary key autoincrement,
  event text not null unique,
  session text not null,
  value text not null,
  log_index integer,
  checkpoint text
) strict;
create index if not exists receipt_session on receipt (session, place) where log_index is null;

-- What a person's other programs prove themselves with: in the address that they call, or in a header.
create table if not exists call_token (
  person text primary key references person,
  token text not null unique
) strict;

-- The last calls of these programs, for Settings. No token, no address.
create table if not exists call (
  place integer primary key autoincrement,
  person text not null references person,
  source text not null,
  said text not null,
  wrong integer not null,
  times integer not null,
  at integer not null
) strict;
create index if not exists call_person on call (person, place);
`

const columnsOf = (db: DatabaseSync, table: string): string =>
  JSON.stringify(db.prepare('select name, type, "notnull", pk from pragma_table_info(?)').all(table))

/** A table that is there already stays as it is, so a file of another version would fail much later, in the middle of something. */
const checkTables = (db: DatabaseSync, file: string, schema: string): void => {
  const fresh = new DatabaseSync(':memory:')
  fresh.exec(schema)
  const tables = fresh.prepare(`select name from sqlite_schema where type = 'table'`).all() as { name: string }[]
  const other = tables.find(({ name }) => columnsOf(fresh, name) !== columnsOf(db, name))
  fresh.close()
  if (!other) return
  db.close()
  throw new Error(
    `${file} was made by another version of this app (its table ${other.name} differs); move the file away, or bring it up to date`
  )
}

/**
 * Opens `<folder>/<name>.sqlite`, making both when they are not there. schema: the app's own tables, as SQL that may run at every start.
 * Every commit is on disk before it returns. Throws when the folder cannot be used, or when the file is of another version.
 */
export const openStore = (folder: string, name: string, schema: string): DatabaseSync => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = `${folder}/${name}.sqlite`
  const db = new DatabaseSync(file, { timeout: 5000 })
  chmodSync(file, 0o600)
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
  db.exec(siteSchema + schema)
  checkTables(db, file, siteSchema + schema)
  return db
}
