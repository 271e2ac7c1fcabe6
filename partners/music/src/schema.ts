// Music's own tables, beside those that every site has.

export const schema = `
create table if not exists listen (
  id integer primary key,
  person text not null references person,
  listened_at integer not null,
  -- The song's name and artist in one case, so that the same listen submitted twice is one.
  song_key text not null,
  song text not null,
  unique (person, listened_at, song_key)
) strict;

-- What a player says that it plays. The last of a person counts; those before it stay for a day, to be shared.
create table if not exists now_playing (
  id integer primary key autoincrement,
  person text not null references person,
  song text not null,
  until integer not null
) strict;
create index if not exists now_playing_person on now_playing (person, id);
`
