// Music's own tables, beside those that every site has.

export const schema = `
-- The token of a person's scrobblers.
create table if not exists listener (
  person text primary key references person,
  token text not null unique
) strict;

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

-- The place in Parley's changes up to which replies were fetched, and the session in which that place holds.
create table if not exists fetched (
  person text primary key references person,
  session text not null,
  after text not null
) strict;
`
