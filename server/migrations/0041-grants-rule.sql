-- The rule: which messages a permission discloses. The gate, the consent preview and nothing else ask it.

-- Who withholds what they wrote in a conversation from an app. Who has left it counts too: their messages are still there.
create function grants.withholders(p_conversation uuid, p_app uuid) returns uuid[] language sql stable as $$
  select array_agg(w.person_id) from conversations.member m join grants.withhold w on w.person_id = m.person_id
  where m.conversation_id = p_conversation
    and (w.app_id is null or w.app_id = p_app) and (w.conversation_id is null or w.conversation_id = p_conversation)
$$;

-- A message as the rule gives it out. withheld: its author keeps it from this app, and nothing is told but its place and id.
create type grants.disclosed_message as (
  conversation_id uuid, seq bigint, id uuid, xid xid8, withheld boolean,
  person_id uuid, app_id uuid, reply_to bigint, reply_app_id uuid, reply_person_id uuid,
  content_kind text, body text, salt bytea, commitment bytea, at timestamptz, deleted_at timestamptz
);

-- What one person's permission for one app discloses of one conversation, in the order of seq.
--  * The person is a member now, and the message came after the person joined (and after p_from).
--  * p_own: only messages that this app wrote for this person, and direct replies to them.
--  * p_kinds: only messages of these kinds; null for all.
--  * What its author withholds is a row with its place and id, and nothing else; under p_kinds there is none, since it would tell the kind.
-- A deleted message is a row without a body, so that the app learns that it is gone.
create function grants.disclosed(p_conversation uuid, p_person uuid, p_app uuid, p_own boolean, p_from bigint, p_kinds text[])
returns setof grants.disclosed_message language sql stable as $$
  select e.conversation_id, e.seq, e.id, e.xid, k.kept,
    case when not k.kept then e.person_id end, case when not k.kept then e.app_id end, case when not k.kept then e.reply_to end,
    case when not k.kept then e.reply_app_id end, case when not k.kept then e.reply_person_id end, case when not k.kept then e.content_kind end, case when not k.kept then e.body end,
    case when not k.kept then e.salt end, case when not k.kept then e.commitment end, case when not k.kept then e.at end,
    case when not k.kept then e.deleted_at end
  from conversations.event e
  -- Asked once: not per row, and with the offset, which keeps the planner from putting it into each column, not per column either.
  cross join lateral (select coalesce(e.person_id = any ((select grants.withholders(p_conversation, p_app))::uuid[]), false) as kept offset 0) k
  where e.conversation_id = p_conversation
    and e.kind = 'message'
    and e.seq > p_from
    and (p_kinds is null or (e.content_kind = any (p_kinds) and not k.kept))
    -- Null for who is not a member now: nothing is greater than null. Asked once, too.
    and e.seq > (
      select m.joined_seq from conversations.member m
      where m.conversation_id = p_conversation and m.person_id = p_person and m.left_seq is null)
    and (
      not p_own
      or (e.person_id = p_person and e.app_id = p_app)
      or (e.reply_person_id = p_person and e.reply_app_id = p_app)
    )
$$;

-- Whether a conversation is out of a grant's reach for now: its members let no app in, or the person has paused the grant there.
create function grants.is_barred(p_grant uuid, p_conversation uuid) returns boolean language sql stable as $$
  select exists (select from grants.closed_group where conversation_id = p_conversation)
    or exists (select from grants.paused_conversation where grant_id = p_grant and conversation_id = p_conversation)
$$;

-- Where a grant reaches now: each conversation with the place from which it may read. Whether it reaches all is read here, in the
-- statement that reads its rows: a narrowing takes both away, and a row that is gone must not look like a conversation that is new.
create function grants.reach(p_grant uuid, p_person uuid) returns table (conversation_id uuid, from_seq bigint)
language sql stable as $$
  select gc.conversation_id, gc.from_seq
  from grants.grant_conversation gc
  join conversations.member m on m.conversation_id = gc.conversation_id and m.person_id = p_person and m.left_seq is null
  where gc.grant_id = p_grant and not grants.is_barred(p_grant, gc.conversation_id)
  union all
  select m.conversation_id, 0
  from grants.grant g
  join conversations.member m on m.person_id = p_person and m.left_seq is null
  where g.id = p_grant and g.all_conversations
    and not exists (select from grants.grant_conversation gc where gc.grant_id = p_grant and gc.conversation_id = m.conversation_id)
    and not grants.is_barred(p_grant, m.conversation_id)
$$;
