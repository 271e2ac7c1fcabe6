// The app's own tables; the ones of people, browsers and Parley's sessions are the site's.

export const schema = `
-- The account that the bank gave a person at the first login.
create table if not exists account (
  person text primary key references person,
  iban text not null unique,
  place integer not null unique
) strict;

-- A transfer, or the reversal of one. key says what makes it this one and no other; reversed_by is the reversal of a transfer.
-- value and currency are null as long as Wise has not told them.
create table if not exists booking (
  place integer primary key autoincrement,
  key text not null unique,
  person text not null references person,
  kind text not null check (kind in ('transfer', 'reversal')),
  value text,
  currency text,
  payee text not null,
  payee_account text,
  booked_on text,
  end_to_end text,
  servicer_ref text,
  transaction_ref text,
  reversed_by text unique references booking (key),
  at integer not null
) strict;
create index if not exists booking_person on booking (person, kind, place);

create table if not exists import (
  id text primary key,
  place integer not null unique,
  source text not null,
  name text not null,
  -- Who uploaded it; null for the bank's own files.
  person text references person,
  at integer not null,
  state text not null check (state in ('running', 'done', 'failed')),
  problem text,
  taken integer not null default 0,
  reversals integer not null default 0,
  known integer not null default 0
) strict;

-- What a file left out and why: the number of the entry, and of the transaction in it. Nothing of what it says.
create table if not exists left_out (
  place integer primary key autoincrement,
  import text not null references import,
  entry integer not null,
  nth integer,
  reason text not null
) strict;
create index if not exists left_out_import on left_out (import, reason, place);

-- What a file says before all of it was read; nothing here counts.
create table if not exists staged (
  place integer primary key autoincrement,
  import text not null references import,
  key text not null,
  person text not null,
  entry integer not null,
  nth integer,
  body text not null
) strict;
create index if not exists staged_import on staged (import, place);

-- A receipt or a correction on its way to a friend, or there: at most one of each for a transfer. id is the Idempotency-Key of its
-- message: sending it again after a crash makes no second message. content is what is sent, to the letter.
create table if not exists sent (
  id text primary key,
  transfer text not null references booking (key),
  kind text not null check (kind in ('receipt', 'correction')),
  conversation text not null,
  friend text not null,
  content text not null,
  state text not null check (state in ('sending', 'refused', 'sent')),
  at integer not null,
  unique (transfer, kind)
) strict;

create table if not exists wise_delivery (id text primary key, at integer not null) strict;
`
