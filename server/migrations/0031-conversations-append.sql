-- Adding to a conversation: the one place that gives out sequence numbers.

-- Appends a batch of messages, one result row per input row (ord from 1). status: ok; repeated (this very message stands already, its
-- first result is returned, also when it was deleted since); reused (the id stands for something else); missing (no such
-- conversation, or the sender is not in it); not_friends (a direct conversation of two people who are not friends, or one blocks the
-- other); no_reply_target. The caller puts an id at most once into a batch; twice fails the whole batch on the unique key.
-- Conversations are locked in the order of their ids, so that two batches cannot deadlock; the lock is what makes seq gapless and
-- makes commit order equal seq order within a conversation.
create function conversations.append_messages(
  p_conversation uuid[], p_person uuid[], p_id uuid[], p_body text[], p_reply_to uuid[], p_app uuid[], p_grant uuid[]
) returns table (ord int, status text, seq bigint, at timestamptz) language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare v_at timestamptz; v_xid xid8 := pg_current_xact_id();
begin
  perform 1 from conversations.conversation c where c.id = any(p_conversation) order by c.id for update;
  v_at := clock_timestamp();
  -- A statement after the lock sees everything committed before it: members, blocks and ids are judged under the lock.
  return query
  with judged as materialized (
    select i.ord::int as ord, i.conversation_id, i.person_id, i.id, i.body, i.app_id, i.grant_id, c.last_seq, r.seq as reply_seq,
      r.app_id as reply_app_id, case when r.app_id is not null then r.person_id end as reply_person_id,
      e.seq as old_seq, e.at as old_at,
      case
        when c.id is null or m.person_id is null then 'missing'
        when e.seq is not null then case
          when e.kind = 'message' and e.person_id = i.person_id and e.reply_to is not distinct from r.seq
            and (e.salt is null or e.commitment = sha256(e.salt || convert_to(i.body, 'UTF8'))) then 'repeated'
          else 'reused' end
        when c.kind = 'direct' and not people.may_message(c.low_id, c.high_id) then 'not_friends'
        when i.reply_id is not null and r.seq is null then 'no_reply_target'
        else 'ok'
      end as status
    from unnest(p_conversation, p_person, p_id, p_body, p_reply_to, p_app, p_grant)
      with ordinality as i (conversation_id, person_id, id, body, reply_id, app_id, grant_id, ord)
    left join conversations.conversation c on c.id = i.conversation_id
    left join conversations.member m on m.conversation_id = i.conversation_id and m.person_id = i.person_id and m.left_seq is null
    left join conversations.event e on e.conversation_id = i.conversation_id and e.id = i.id
    left join conversations.event r on r.conversation_id = i.conversation_id and r.id = i.reply_id and r.kind = 'message' and r.seq > m.joined_seq
  ), numbered as materialized (
    select j.*, j.last_seq + row_number() over (partition by j.conversation_id order by j.ord) as new_seq, uuid_send(gen_random_uuid()) as salt
    from judged j where j.status = 'ok'
  ), added as (
    insert into conversations.event (conversation_id, seq, id, kind, person_id, app_id, grant_id, reply_to, reply_app_id, reply_person_id, body, salt,
      commitment, at, xid)
    select conversation_id, new_seq, id, 'message', person_id, app_id, grant_id, reply_seq, reply_app_id, reply_person_id, body, salt,
      sha256(salt || convert_to(body, 'UTF8')), v_at, v_xid
    from numbered
  ), counted as (
    update conversations.conversation c set last_seq = n.top, last_at = v_at, last_xid = v_xid
    from (select conversation_id, max(new_seq) as top from numbered group by conversation_id) n
    where c.id = n.conversation_id
  )
  select j.ord, j.status, coalesce(n.new_seq, j.old_seq), case when n.new_seq is null then j.old_at else v_at end
  from judged j left join numbered n on n.ord = j.ord
  order by j.ord;
end $$;

-- Appends one event that is not a message (joined, left, titled, deletion) and returns its seq. The caller holds no other
-- conversation's lock, or takes them in the order of ids.
create function conversations.append_notice(
  p_conversation uuid, p_kind text, p_person uuid, p_app uuid, p_grant uuid, p_target bigint, p_body text, p_at timestamptz,
  p_subject uuid default null
) returns bigint language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_seq bigint; v_xid xid8 := pg_current_xact_id();
begin
  update conversations.conversation set last_seq = last_seq + 1, last_at = p_at, last_xid = v_xid where id = p_conversation
  returning last_seq into v_seq;
  insert into conversations.event (conversation_id, seq, id, kind, person_id, app_id, grant_id, target, body, at, xid, subject_id)
  values (p_conversation, v_seq, gen_random_uuid(), p_kind, p_person, p_app, p_grant, p_target, p_body, p_at, v_xid, p_subject);
  return v_seq;
end $$;

-- Deletes a message for everyone: its body and salt go, and a deletion event takes the next number. Only the sender may, also
-- through an app. status: ok; repeated (the sender's, deleted already: nothing changes); missing (no such message for this member, or
-- not a member); forbidden (somebody else's).
create function conversations.delete_message(
  p_conversation uuid, p_id uuid, p_person uuid, p_app uuid, p_grant uuid
) returns table (status text, seq bigint, target bigint, at timestamptz) language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare e record; v_at timestamptz;
begin
  perform 1 from conversations.conversation c where c.id = p_conversation for update;
  v_at := clock_timestamp();
  select ev.seq, ev.person_id, ev.deleted_at into e from conversations.event ev
    join conversations.member m on m.conversation_id = ev.conversation_id and m.person_id = p_person and m.left_seq is null
    where ev.conversation_id = p_conversation and ev.id = p_id and ev.kind = 'message' and ev.seq > m.joined_seq;
  if e.seq is null then status := 'missing'; return next; return; end if;
  if e.person_id <> p_person then status := 'forbidden'; return next; return; end if;
  if e.deleted_at is not null then status := 'repeated'; target := e.seq; at := e.deleted_at; return next; return; end if;
  update conversations.event ev set deleted_at = v_at, deleted_by = p_person, deleted_app_id = p_app, body = null, salt = null
    where ev.conversation_id = p_conversation and ev.seq = e.seq;
  seq := conversations.append_notice(p_conversation, 'deletion', p_person, p_app, p_grant, e.seq, null, v_at);
  status := 'ok'; target := e.seq; at := v_at;
  return next;
end $$;
