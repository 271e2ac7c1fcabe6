// The app's own tables, after those of the site.

export const schema = `
create table if not exists wish (person text primary key references person, wishes text not null) strict;

-- Accounts of media servers. held: the last report of an account that nobody has spoken for, as JSON.
create table if not exists account (
  person text not null references person, source text not null, id text not null, name text not null,
  whose text not null check (whose in ('unknown', 'mine', 'other')), held text,
  primary key (person, source, id)
) strict;

-- A title on a shelf, as JSON.
create table if not exists shelf (
  id text primary key, person text not null references person, seen_at integer not null, kept text not null
) strict;
create index if not exists shelf_person on shelf (person, seen_at);

-- Under which names a title is known again.
create table if not exists title_name (
  person text not null references person, name text not null, id text not null references shelf,
  primary key (person, name)
) strict;
`
