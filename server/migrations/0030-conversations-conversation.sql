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

-- One event is one step in a conversation's order. Kinds: message; deletion (its target lost its body); restored (its target has its body
-- again, which the app app_id had deleted); joined, left, titled; connected (person_id let
-- app_id read here; the body says what: own, new or all).
-- Later kinds (edit, reaction ...) take the next number in the same order, so one cursor covers everything.
-- A message's body is the JSON text of its content, kept as the bytes that commitment = sha256(salt || body) covers; deleting it drops
-- body and salt and leaves the commitment, which then says nothing. The body of titled is the title. subject_id is who joined or left.
-- conversation_id is not a foreign key: only the functions of 0031 add events, under the lock of the conversation's row, and the check
-- would cost each message a second look-up.
create table conversations.event (
  conversation_id uuid not null,
  seq bigint not null,
  id uuid not null,
  kind text not null check (kind in ('message', 'deletion', 'restored', 'joined', 'left', 'titled', 'connected')),
  person_id uuid not null,
  app_id uuid,
  grant_id uuid,
  reply_to bigint,
  -- Of a reply to what an app wrote: that app, and the person for whom it wrote.
  reply_app_id uuid,
  reply_person_id uuid,
  target bigint,
  subject_id uuid,
  -- Of a message: its card's type, or text without one; stays when the message is deleted.
  content_kind text check (content_kind in ('text', 'song', 'film', 'episode', 'receipt', 'link')),
  body text,
  salt bytea,
  commitment bytea,
  at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  deleted_at timestamptz,
  deleted_by uuid,
  deleted_app_id uuid,
  -- Of a message that an app wrote, and of its deletion: the person took back what the app wrote.
  taken_back boolean,
  primary key (conversation_id, seq),
  unique (conversation_id, id),
  check (kind <> 'message' or (commitment is not null and content_kind is not null)),
  check (deleted_at is null or (body is null and salt is null))
);

-- What apps wrote and stands, for people who take it back.
create index event_written on conversations.event (person_id, app_id, at) where app_id is not null and kind = 'message' and deleted_at is null;

-- What a message that an app deleted has lost, kept so long that its author can have it back. The sweep takes rows whose time is over; the
-- author's own deletion and the closing of their account take them at once. No app can reach it.
create table conversations.kept (
  conversation_id uuid not null,
  seq bigint not null,
  person_id uuid not null,
  app_id uuid not null,
  grant_id uuid,
  body text not null,
  salt bytea not null,
  deleted_at timestamptz not null,
  until timestamptz not null,
  primary key (conversation_id, seq)
);
create index kept_person on conversations.kept (person_id, app_id, deleted_at);
create index kept_until on conversations.kept (until);

-- What people can undo of what apps did, where they are members now. deleted: it can be restored until a time; at is that of the deletion.
-- written: it can be taken back; at is that of the message.
create view conversations.undoable as
select 'deleted' as what, k.person_id, k.app_id, k.grant_id, k.conversation_id, k.seq, e.id, k.deleted_at as at, k.until, k.body
from conversations.kept k
join conversations.event e on e.conversation_id = k.conversation_id and e.seq = k.seq
join conversations.member m on m.conversation_id = k.conversation_id and m.person_id = k.person_id and m.left_seq is null and k.seq > m.joined_seq
where k.until > clock_timestamp()
union all
select 'written', e.person_id, e.app_id, e.grant_id, e.conversation_id, e.seq, e.id, e.at, null, e.body
from conversations.event e
join conversations.member m on m.conversation_id = e.conversation_id and m.person_id = e.person_id and m.left_seq is null and e.seq > m.joined_seq
where e.app_id is not null and e.kind = 'message' and e.deleted_at is null;

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

-- Events as people are shown them, with names and ids in the place of references. A restored event shows what its target has now. Who may
-- see which is the reader's business.
create view conversations.shown_event as
select e.conversation_id, e.seq, e.kind, e.id, e.person_id, e.at, e.xid, case when e.kind = 'restored' then t.body else e.body end as body,
  e.app_id, coalesce(a.name, 'an app') as app_name,
  r.id as reply_id, t.id as target_id, s.id as subject_id, s.handle as subject_handle, s.name as subject_name,
  e.deleted_at, e.deleted_by, e.deleted_app_id, coalesce(d.name, 'an app') as deleted_app_name, e.taken_back
from conversations.event e
left join conversations.app_label a on a.app_id = e.app_id
left join conversations.app_label d on d.app_id = e.deleted_app_id
left join conversations.event r on r.conversation_id = e.conversation_id and r.seq = e.reply_to
left join conversations.event t on t.conversation_id = e.conversation_id and t.seq = e.target
left join people.person s on s.id = e.subject_id;
