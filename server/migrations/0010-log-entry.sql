-- The record of every access and of every change to a permission, written in the transaction that acts (design §4, log.md §2).
create schema log;

-- A party finds its entries by blinded tags: a person, an app, or a grant, whose history is whole on its own. K never leaves the
-- platform except to its party; lid is what other parties see of it. Erasing the row makes every tag of that party random bytes.
create table log.party (
  owner_id uuid primary key,
  kind text not null check (kind in ('person', 'app', 'grant')),
  k bytea not null check (length(k) = 32),
  lid bytea not null unique check (length(lid) = 32)
);

-- A domain and not a check of the table, which PostgreSQL would read and prepare anew for every entry.
create domain log.kind as text check (value in ('list', 'read', 'write', 'delete', 'give', 'narrow', 'pause', 'resume', 'revoke', 'end', 'open',
  'passkey', 'register', 'key', 'suspend', 'restore', 'withhold', 'allow', 'close', 'reopen', 'undo', 'approve', 'deny', 'erase', 'staff'));

-- shared and owner are kept as the very bytes that were hashed; nothing re-serialises them.
-- proof is the DPoP proof of the request as sent (RFC 9449 §4.2), whose hash the owner text states.
create table log.entry (
  id bigint generated always as identity (cache 1) primary key,
  event_id uuid not null unique,
  kind log.kind not null,
  person_id uuid,
  app_id uuid,
  grant_id uuid,
  conversation_id uuid,
  at timestamptz not null,
  parties uuid[] not null,
  shared text,
  salt_s bytea,
  owner text,
  salt_o bytea,
  cs bytea not null,
  co bytea not null,
  proof text
);
-- A read of a full page has an owner text of 5 kB; kept in the row as it is, since compressing it costs more than all else here.
alter table log.entry set (toast_tuple_target = 8160);
alter table log.entry alter column owner set storage external;
create index entry_person on log.entry (person_id, id);
-- What is said of an app itself.
create index entry_app on log.entry (app_id, id) where person_id is null;
create index entry_grant on log.entry (grant_id, id) where grant_id is not null;
-- Why texts are gone; without it an app's evidence would read the whole log.
create index entry_erase on log.entry (app_id, person_id) where kind = 'erase';

-- Entries that are not in the tree yet. Whoever sees an entry here sees all that had committed before it began, so taking them by id
-- keeps an access before the final entry of the revoke that waited for it. A long transaction elsewhere holds nothing up.
create table log.outbox (
  entry_id bigint primary key
);

-- 32 random bytes: two version-4 UUIDs carry 244 random bits between their fixed ones, hashed to an even spread.
create function log.random_32() returns bytea language sql volatile as
$$ select sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) $$;

-- Opens the party of a person, an app or a grant; a second call changes nothing.
create function log.open_party(p_owner uuid, p_kind text) returns bytea language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare v_k bytea := log.random_32(); v_lid bytea;
begin
  insert into log.party (owner_id, kind, k, lid)
  values (p_owner, p_kind, v_k, sha256(convert_to(E'parley/lid/v1\n', 'UTF8') || v_k))
  on conflict (owner_id) do nothing;
  select lid into v_lid from log.party where owner_id = p_owner;
  return v_lid;
end $$;

-- The name other parties know somebody by, as text in entries.
create function log.lid(p_owner uuid) returns text language sql stable as
$$ select encode(lid, 'hex') from log.party where owner_id = p_owner $$;

-- What opens an entry's two commitments.
create type log.opening as (shared text, salt_s bytea, owner text, salt_o bytea);

-- The id of the entry that an opening opens.
create function log.event_of(p_opening log.opening) returns uuid language sql immutable set search_path = pg_catalog, pg_temp as
$$ select (p_opening.shared::json ->> 'id')::uuid $$;

-- Records one entry. Both texts are hashed with fresh salts exactly as given (docs/spec/log.md, "Entry"):
-- cs = H("parley/s/v1\n" || salt_s || shared), co = H("parley/o/v1\n" || salt_o || owner).
-- The caller gives the time, taken after its last check, so that an access is never dated after its revoke. A grant is a party of
-- its own entries, besides p_parties. The id must be drawn after every lock: it is the entry's place in the order of causes.
create function log.record(
  p_event uuid, p_kind text, p_person uuid, p_app uuid, p_grant uuid, p_conversation uuid, p_at timestamptz,
  p_parties uuid[], p_shared text, p_owner text, p_proof text default null
) returns log.opening language plpgsql volatile as $$
declare v_s bytea := log.random_32(); v_o bytea := log.random_32(); v_id bigint;
begin
  insert into log.entry (event_id, kind, person_id, app_id, grant_id, conversation_id, at, parties, shared, salt_s, owner, salt_o, cs, co, proof)
  values (p_event, p_kind, p_person, p_app, p_grant, p_conversation, p_at,
    case when p_grant is null then p_parties else p_parties || p_grant end, p_shared, v_s, p_owner, v_o,
    sha256(convert_to(E'parley/s/v1\n', 'UTF8') || v_s || convert_to(p_shared, 'UTF8')),
    sha256(convert_to(E'parley/o/v1\n', 'UTF8') || v_o || convert_to(p_owner, 'UTF8')), p_proof)
  returning id into v_id;
  insert into log.outbox (entry_id) values (v_id);
  return (p_shared, v_s, p_owner, v_o);
end $$;
