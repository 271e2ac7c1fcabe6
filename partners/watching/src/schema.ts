// The app's own tables, after those of the site.

export const schema = `
create table if not exists watcher (
  person text primary key,
  -- The conversation for what is finished, and its friend's name; null is "ask me".
  send_to text,
  send_to_name text,
  -- A JSON list of names of libraries.
  hidden_libraries text not null default '[]',
  -- The place in Parley's changes up to which replies were fetched.
  changes_after text
) strict;

-- Accounts of media servers. held: the last report of an account that nobody has spoken for, as JSON.
create table if not exists account (
  person text not null,
  source text not null,
  account text not null,
  name text not null,
  whose text not null check (whose in ('unknown', 'mine', 'other')),
  held text,
  primary key (person, source, account)
) strict;

create table if not exists title (
  id text primary key,
  person text not null,
  title text not null,
  progress real,
  finished_at integer,
  seen_at integer not null
) strict;
create index if not exists title_person on title (person, seen_at);

create table if not exists title_name (
  person text not null,
  name text not null,
  title text not null references title,
  primary key (person, name)
) strict;

-- A title sent to a friend. The id is the Idempotency-Key of its message, and there is one row for a title and a conversation, ever.
create table if not exists share (
  id text primary key,
  person text not null,
  title text not null references title,
  conversation text not null,
  friend text not null,
  note text,
  state text not null check (state in ('sending', 'refused', 'shared', 'deleted')),
  message text unique,
  at integer not null,
  unique (title, conversation)
) strict;

create table if not exists reply (
  message text primary key,
  person text not null,
  reply_to text not null,
  friend text not null,
  at text not null,
  text text not null
) strict;
create index if not exists reply_place on reply (reply_to, at);
`
