// The app's own database: one SQLite file, safe against kill -9.
import { chmodSync, mkdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

export type Db = DatabaseSync

const schema = `
create table if not exists person (
  id text primary key,
  sub text not null unique,
  name text not null,
  listen_token text not null unique,
  -- The SDK's session; null until the person connected, and the place in Parley's changes up to which replies were fetched.
  parley_session text,
  changes_after text,
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

create table if not exists listen (
  id integer primary key,
  person text not null references person,
  listened_at integer not null,
  -- The song's name and artist in one case, so that the same listen submitted twice is one.
  song_key text not null,
  song text not null,
  unique (person, listened_at, song_key)
) strict;

create table if not exists now_playing (
  person text primary key references person,
  song text not null,
  since integer not null,
  until integer not null
) strict;

-- A share. Its id is the Idempotency-Key of its message: sending it again after a crash makes no second message.
create table if not exists share (
  id text primary key,
  person text not null references person,
  conversation text not null,
  friend text not null,
  song text not null,
  note text,
  state text not null check (state in ('sending', 'refused', 'shared', 'deleted')),
  message text unique,
  at integer not null
) strict;
create index if not exists share_person on share (person, at);

-- An answer to a message that this app wrote, whether or not its share is known yet.
create table if not exists reply (
  message text primary key,
  person text not null references person,
  reply_to text not null,
  friend text not null,
  at text not null,
  -- Null when the friend deleted it, or when it carries no text.
  text text,
  deleted integer not null
) strict;
create index if not exists reply_place on reply (reply_to, at);
`

/** Opens the database in `folder`, making both when they are not there. Every commit is on disk before it returns. */
export const openStore = (folder: string): Db => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = `${folder}/music.sqlite`
  const db = new DatabaseSync(file, { timeout: 5000 })
  chmodSync(file, 0o600)
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
  db.exec(schema)
  return db
}

/** Runs `act` in one transaction. */
export const atomically = <T>(db: Db, act: () => T): T => {
  db.exec('begin immediate')
  try {
    const result = act()
    db.exec('commit')
    return result
  } catch (error) {
    db.exec('rollback')
    throw error
  }
}
