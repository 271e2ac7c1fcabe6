-- Apps, the grants that people gave them, and the one rule that says which events a grant discloses.
create schema grants;

create table grants.app (
  id uuid primary key,
  -- The OAuth client_id (RFC 6749 §2.2) and the registration in the provider's own words (RFC 7591 §2).
  client_id text not null unique check (client_id ~ '^[a-z0-9][a-z0-9._-]{2,63}$'),
  client jsonb not null,
  name text not null check (char_length(name) between 1 and 40),
  -- How the name looks (grants/app-look.ts): no two apps look the same.
  look text not null unique check (look <> ''),
  owner text not null check (char_length(owner) between 1 and 80),
  -- One sentence, and a W3C DPV purpose code; advertising is not a purpose.
  purpose text not null check (char_length(purpose) between 1 and 160),
  purpose_code text not null,
  -- Tokens of this app may be used without a DPoP proof; only an operator sets it, and entries say so.
  bearer_allowed boolean not null default false,
  -- An assistant, which acts on what it reads: what it writes elsewhere waits for its person. Stated at registration, for good.
  agent boolean not null default false,
  registered_at timestamptz not null,
  suspended_at timestamptz
);

-- A grant answers the six questions of design §3. ends_at null means until revoked; uses_left 1 means once.
create table grants.grant (
  id uuid primary key,
  person_id uuid not null references people.person,
  app_id uuid not null references grants.app,
  may_read boolean not null,
  may_write boolean not null,
  may_delete boolean not null,
  sees_friends boolean not null,
  all_conversations boolean not null,
  own_only boolean not null,
  all_history boolean not null,
  until text not null check (until in ('once', 'hour', 'day', '30_days', '90_days', 'until_revoked')),
  ends_at timestamptz,
  uses_left int,
  -- Which kinds of message it is limited to, and how many messages it discloses in a day (UTC); null for no limit.
  kinds text[] check (cardinality(kinds) > 0 and kinds <@ array['text', 'song', 'film', 'episode', 'receipt', 'link']),
  per_day int check (per_day > 0),
  purpose text not null,
  purpose_code text not null,
  given_at timestamptz not null,
  -- Kept to the day: an access writes it at most once a day, so that a busy grant is not one hot row.
  last_used_on date not null,
  -- From its commit on no new access starts; accesses that were open then end before the change is settled (grants.change).
  ended_at timestamptz,
  -- While this is set the gate answers that the grant is paused; the app keeps its tokens and waits.
  paused_at timestamptz,
  ended_because text check (ended_because in ('revoked', 'given_back', 'replaced', 'expired', 'unused', 'used_once', 'compromised')),
  check ((until = 'once') = (uses_left is not null)),
  check ((ended_at is null) = (ended_because is null))
);
create index grant_person on grants.grant (person_id, given_at);
create index grant_live on grants.grant (person_id, app_id) where ended_at is null;

-- Where a grant reaches. With chosen conversations: these only. With all conversations: those that existed when it was given, each
-- with the place from which it may read; a conversation without a row is newer than the grant and is read from its start.
create table grants.grant_conversation (
  grant_id uuid not null references grants.grant,
  conversation_id uuid not null references conversations.conversation,
  from_seq bigint not null,
  primary key (grant_id, conversation_id)
);
-- Conversations that a grant does not reach for now, whatever else it says.
create table grants.paused_conversation (
  grant_id uuid not null references grants.grant,
  conversation_id uuid not null references conversations.conversation,
  at timestamptz not null,
  primary key (grant_id, conversation_id)
);

create index grant_conversation_conversation on grants.grant_conversation (conversation_id);

-- What the person was shown and agreed to, as shown. signature: their passkey's, on the answers and the text, kept as the very bytes
-- that are hashed (docs/spec/log.md, "A passkey's signature"); null when Parley alone attests the grant.
create table grants.consent (
  grant_id uuid primary key references grants.grant,
  text text not null,
  language text not null,
  version text not null,
  sha256 bytea not null,
  agreed_at timestamptz not null,
  signature text
);

-- A change that takes something away from a grant. It commits first; its entry is written when every access that was open at the
-- commit has ended (settled_at), so that in the log each access precedes the entry of the change that would have forbidden it.
-- A crash in between leaves an unsettled row, which the sweep settles. answers: the grant as this change left it. conversation_id: of a
-- pause of one conversation only. event_id: its entry, once settled.
create table grants.change (
  seq bigint generated always as identity primary key,
  grant_id uuid not null references grants.grant,
  kind text not null check (kind in ('narrow', 'pause', 'revoke', 'end')),
  conversation_id uuid,
  because text,
  answers json not null,
  at timestamptz not null,
  settled_at timestamptz,
  event_id uuid
);
create index change_grant on grants.change (grant_id, seq);
create index change_unsettled on grants.change (grant_id, seq) where settled_at is null;

-- What people keep from apps: everything that person_id wrote, before and after. app_id null: from all apps; conversation_id null: in all
-- conversations. From its commit on no new access discloses it; its entries (event_ids) follow when the accesses that were open have ended.
create table grants.withhold (
  person_id uuid not null references people.person,
  app_id uuid references grants.app,
  conversation_id uuid references conversations.conversation,
  at timestamptz not null,
  settled_at timestamptz,
  event_ids uuid[],
  unique nulls not distinct (person_id, app_id, conversation_id)
);
create index withhold_unsettled on grants.withhold (at) where settled_at is null;

-- Groups whose members let no app read in them, whatever permissions say: who closed it, and when; event_id is its entry, once settled.
create table grants.closed_group (
  conversation_id uuid primary key references conversations.conversation,
  person_id uuid not null references people.person,
  at timestamptz not null,
  settled_at timestamptz,
  event_id uuid
);
create index closed_group_unsettled on grants.closed_group (at) where settled_at is null;

-- A grant is live while all of this holds; every gate asks here and nowhere else.
create function grants.live(g grants.grant, a grants.app, p_at timestamptz) returns boolean language sql immutable as $$
  select g.ended_at is null
     and a.suspended_at is null
     and (g.ends_at is null or g.ends_at > p_at)
     and g.last_used_on > (p_at at time zone 'UTC')::date - 90
     and (g.uses_left is null or g.uses_left > 0)
$$;
