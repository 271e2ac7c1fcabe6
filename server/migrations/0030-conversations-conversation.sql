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
-- A message's body is the JSON text of its content, kept as the bytes that commitment = sha256(salt || body) covers; deleting it drops
-- body and salt and leaves the commitment, which then says nothing. The body of titled is the title. subject_id is who joined or left.
-- conversation_id is not a foreign key: only the functions of 0031 add events, under the lock of the conversation's row, and the check
-- would cost each message a second look-up.
create table conversations.event (
  conversation_id uuid not null,
  seq bigint not null,
  id uuid not null,
  kind text not null check (kind in ('message', 'deletion', 'joined', 'left', 'titled')),
  person_id uuid not null,
  app_id uuid,
  grant_id uuid,
  reply_to bigint,
  -- Of a reply to what an app wrote: that app, and the person for whom it wrote.
  reply_app_id uuid,
  reply_person_id uuid,
  target bigint,
  subject_id uuid,
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

-- What an app is called beside its messages ("via Tunes"). Apps belong to a room above, which tells their names here when they are
-- registered or renamed; so a page of events needs no look upwards.
create table conversations.app_label (
  app_id uuid primary key,
  name text not null
);

create function conversations.label_app(p_app uuid, p_name text) returns void language sql volatile set search_path = pg_catalog, pg_temp as $$
  insert into conversations.app_label (app_id, name) values (p_app, p_name)
  on conflict (app_id) do update set name = excluded.name
$$;

-- Events as people are shown them, with names and ids in the place of references. Who may see which is the reader's business.
create view conversations.shown_event as
select e.conversation_id, e.seq, e.kind, e.id, e.person_id, e.at, e.xid, e.body, e.app_id, coalesce(a.name, 'an app') as app_name,
  r.id as reply_id, t.id as target_id, s.id as subject_id, s.handle as subject_handle, s.name as subject_name,
  e.deleted_at, e.deleted_by, e.deleted_app_id, coalesce(d.name, 'an app') as deleted_app_name
from conversations.event e
left join conversations.app_label a on a.app_id = e.app_id
left join conversations.app_label d on d.app_id = e.deleted_app_id
left join conversations.event r on r.conversation_id = e.conversation_id and r.seq = e.reply_to
left join conversations.event t on t.conversation_id = e.conversation_id and t.seq = e.target
left join people.person s on s.id = e.subject_id;
