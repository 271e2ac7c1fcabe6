// The app's own tables: ids, places and digests; no message's text and no token.

export const schema = `
  create table if not exists place (who text primary key, state text not null, at integer not null) strict;
  create table if not exists alexa_request (id text primary key, forget_at integer not null) strict;
  create table if not exists wants_delete (person text primary key) strict;`
