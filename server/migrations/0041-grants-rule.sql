-- The rule: which messages a permission discloses. The gate, the consent preview and nothing else ask it.

-- What one person's permission for one app discloses of one conversation, in the order of seq.
--  * The person is a member now, and the message came after the person joined (and after p_from).
--  * p_own: only messages that this app wrote for this person, and direct replies to them.
-- A deleted message is a row without a body, so that the app learns that it is gone.
create function grants.disclosed(p_conversation uuid, p_person uuid, p_app uuid, p_own boolean, p_from bigint)
returns setof conversations.event language sql stable as $$
  select e.*
  from conversations.event e
  where e.conversation_id = p_conversation
    and e.kind = 'message'
    and e.seq > p_from
    -- Null for who is not a member now: nothing is greater than null. Asked once and not per row.
    and e.seq > (
      select m.joined_seq from conversations.member m
      where m.conversation_id = p_conversation and m.person_id = p_person and m.left_seq is null)
    and (
      not p_own
      or (e.person_id = p_person and e.app_id = p_app)
      or (e.reply_person_id = p_person and e.reply_app_id = p_app)
    )
$$;

-- Where a grant reaches now: each conversation with the place from which it may read. Whether it reaches all is read here, in the
-- statement that reads its rows: a narrowing takes both away, and a row that is gone must not look like a conversation that is new.
create function grants.reach(p_grant uuid, p_person uuid) returns table (conversation_id uuid, from_seq bigint)
language sql stable as $$
  select gc.conversation_id, gc.from_seq
  from grants.grant_conversation gc
  join conversations.member m on m.conversation_id = gc.conversation_id and m.person_id = p_person and m.left_seq is null
  where gc.grant_id = p_grant
  union all
  select m.conversation_id, 0
  from grants.grant g
  join conversations.member m on m.person_id = p_person and m.left_seq is null
  where g.id = p_grant and g.all_conversations
    and not exists (select from grants.grant_conversation gc where gc.grant_id = p_grant and gc.conversation_id = m.conversation_id)
$$;
