// The app's own tables, after those of the site.

export const schema = `
create table if not exists wish (person text primary key references person, wishes text not null) strict;

-- Accounts of media servers. held: the last report of an account that nobody has spoken for, as JSON.
create table if not exists account (
  person text not null references person, source text not null, account text not null, name text not null,
  whose text not null check (whose in ('unknown', 'mine', 'other')), held text,
  primary key (person, source, account)
) strict;

create table if not exists title (
  id text primary key, person text not null references person, title text not null,
  progress real, finished_at integer, seen_at integer not null
) strict;
create index if not exists title_person on title (person, seen_at);

create table if not exists title_name (
  person text not null references person, name text not null, title text not null references title,
  primary key (person, name)
) strict;
`
