-- Conversations: their members and one gapless order of events in each.
create schema conversations;

create table conversations.conversation (
  id uuid primary key,
  kind text not null check (kind in ('direct', 'group')),
  title text check (char_length(title) between 1 and 80),
  -- The two people of a direct conversation, smaller id first: there is one between any two people.
  low_id uuid references people.person,
  high_id uuid references people.person,
  created_by uuid not null references people.person,
  created_at timestamptz not null,
  last_seq bigint not null default 0,
  last_at timestamptz not null,
  -- The transaction of the newest event: lets a resume find changed conversations without reading their events.
  last_xid xid8 not null default pg_current_xact_id(),
  unique (low_id, high_id),
  check ((kind = 'direct') = (low_id is not null and high_id is not null)),
  check ((kind = 'group') = (title is not null))
);

-- joined_seq and left_seq bound what a member may see: events with seq > joined_seq, while left_seq is null.
create table conversations.member (
  conversation_id uuid not null references conversations.conversation,
  person_id uuid not null references people.person,
  joined_seq bigint not null default 0,
  left_seq bigint,
  read_seq bigint not null default 0,
  primary key (conversation_id, person_id)
);
create index member_person on conversations.member (person_id) where left_seq is null;

-- One event is one step in a conversation's order. Kinds: message; deletion (its target lost its body); joined, left, titled.
-- Later kinds (edit, reaction ...) take the next number in the same order, so one cursor covers everything.
-- body is the JSON text of the content, kept as the bytes that commitment = sha256(salt || body) covers; deleting a message drops
-- body and salt and leaves the commitment, which then says nothing.
create table conversations.event (
  conversation_id uuid not null references conversations.conversation,
  seq bigint not null,
  id uuid not null,
  kind text not null check (kind in ('message', 'deletion', 'joined', 'left', 'titled')),
  person_id uuid not null,
  app_id uuid,
  grant_id uuid,
  reply_to bigint,
  target bigint,
  body text,
  salt bytea,
  commitment bytea,
  at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  deleted_at timestamptz,
  deleted_by uuid,
  deleted_app_id uuid,
  primary key (conversation_id, seq),
  unique (conversation_id, id),
  check (kind <> 'message' or commitment is not null),
  check (deleted_at is null or (body is null and salt is null))
);
