-- Adding to a conversation: the one place that gives out sequence numbers.

-- What a message is, of its content's JSON text: its card's type, or text. A quote inside a text is escaped, so most are not parsed.
create function conversations.kind_of(p_body text) returns text language sql immutable as $$
  select case when position('"card"' in p_body) = 0 then 'text' else coalesce(p_body::json #>> '{card,type}', 'text') end
$$;

-- Appends a batch of messages, one result row per input row; ord is its place from 1, the rows come in no order. status: ok; repeated
-- (this very message stands already, its first result is returned, also when it was deleted since); reused (the id stands for
-- something else); missing (no such conversation, or the sender is not in it); not_friends (a direct conversation of two people who
-- are not friends, or one blocks the other); no_reply_target.
-- Conversations are locked in the order of their ids, so that two batches cannot deadlock; the lock is what makes seq gapless and
-- makes commit order equal seq order within a conversation. Each statement after the lock sees everything committed before it, so
-- members, blocks and ids are judged under it. Plain statements by primary key: their plans stay right however the tables grow.
create function conversations.append_messages(
  p_conversation uuid[], p_person uuid[], p_id uuid[], p_body text[], p_reply_to uuid[], p_app uuid[], p_grant uuid[]
) returns table (ord int, status text, seq bigint, at timestamptz) language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_conversation uuid; v_last bigint; v_first bigint; v_may boolean; v_person uuid; v_joined bigint; v_reply bigint; v_salt bytea; v_body text;
  v_at timestamptz; v_xid xid8 := pg_current_xact_id(); v_same boolean; v_reply_app uuid; v_reply_person uuid;
begin
  for ord in select i.place::int from unnest(p_conversation) with ordinality as i (id, place) order by i.id, i.place loop
    if v_conversation is distinct from p_conversation[ord] then
      if v_last > v_first then
        update conversations.conversation k set last_seq = v_last, last_at = v_at, last_xid = v_xid where k.id = v_conversation;
      end if;
      v_conversation := p_conversation[ord]; v_person := null;
      select k.last_seq, k.last_seq into v_first, v_last from conversations.conversation k where k.id = v_conversation for update;
      v_at := clock_timestamp();
      select k.kind = 'group' or people.may_message(k.low_id, k.high_id) into v_may
        from conversations.conversation k where k.id = v_conversation;
    end if;
    if v_person is distinct from p_person[ord] then
      v_person := p_person[ord];
      select m.joined_seq into v_joined from conversations.member m
        where m.conversation_id = v_conversation and m.person_id = v_person and m.left_seq is null;
    end if;
    seq := null; at := null; v_reply := null; v_reply_app := null; v_reply_person := null;
    if v_joined is null then status := 'missing'; return next; continue; end if;
    if p_reply_to[ord] is not null then
      select r.seq, r.app_id, case when r.app_id is not null then r.person_id end into v_reply, v_reply_app, v_reply_person
        from conversations.event r
        where r.conversation_id = v_conversation and r.id = p_reply_to[ord] and r.kind = 'message' and r.seq > v_joined;
    end if;
    status := case when not v_may then 'not_friends' when p_reply_to[ord] is not null and v_reply is null then 'no_reply_target' else 'ok' end;
    v_body := p_body[ord];
    if status = 'ok' then
      v_salt := uuid_send(gen_random_uuid());
      insert into conversations.event (conversation_id, seq, id, kind, person_id, app_id, grant_id, reply_to, reply_app_id, reply_person_id, content_kind, body,
          salt, commitment, at, xid)
        values (v_conversation, v_last + 1, p_id[ord], 'message', v_person, p_app[ord], p_grant[ord], v_reply, v_reply_app, v_reply_person,
          conversations.kind_of(v_body), v_body, v_salt, sha256(v_salt || convert_to(v_body, 'UTF8')), v_at, v_xid)
        on conflict (conversation_id, id) do nothing;
      if found then
        v_last := v_last + 1; seq := v_last; at := v_at; return next; continue;
      end if;
    end if;
    select x.seq, x.at, x.kind = 'message' and x.person_id = v_person and x.reply_to is not distinct from v_reply
        and (x.salt is null or x.commitment = sha256(x.salt || convert_to(v_body, 'UTF8')))
      into seq, at, v_same from conversations.event x where x.conversation_id = v_conversation and x.id = p_id[ord];
    if found then status := case when v_same then 'repeated' else 'reused' end; end if;
    return next;
  end loop;
  if v_last > v_first then
    update conversations.conversation k set last_seq = v_last, last_at = v_at, last_xid = v_xid where k.id = v_conversation;
  end if;
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
-- through an app; then body and salt are kept for 30 days, in which the sender can restore the message, or delete it again and have them
-- gone. status: ok; repeated (the sender's, deleted already: nobody sees a change); missing (no such message for this member, or not a
-- member); forbidden (somebody else's).
create function conversations.delete_message(
  p_conversation uuid, p_id uuid, p_person uuid, p_app uuid, p_grant uuid
) returns table (status text, seq bigint, target bigint, at timestamptz) language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare e record; v_at timestamptz;
begin
  perform 1 from conversations.conversation c where c.id = p_conversation for update;
  v_at := clock_timestamp();
  select ev.seq, ev.person_id, ev.deleted_at, ev.body, ev.salt into e from conversations.event ev
    join conversations.member m on m.conversation_id = ev.conversation_id and m.person_id = p_person and m.left_seq is null
    where ev.conversation_id = p_conversation and ev.id = p_id and ev.kind = 'message' and ev.seq > m.joined_seq;
  if e.seq is null then status := 'missing'; return next; return; end if;
  if e.person_id <> p_person then status := 'forbidden'; return next; return; end if;
  if e.deleted_at is not null then
    if p_app is null then delete from conversations.kept k where k.conversation_id = p_conversation and k.seq = e.seq; end if;
    status := 'repeated'; target := e.seq; at := e.deleted_at; return next; return;
  end if;
  if p_app is not null then
    insert into conversations.kept (conversation_id, seq, person_id, app_id, grant_id, body, salt, deleted_at, until)
      values (p_conversation, e.seq, p_person, p_app, p_grant, e.body, e.salt, v_at, v_at + interval '30 days');
  end if;
  update conversations.event ev set deleted_at = v_at, deleted_by = p_person, deleted_app_id = p_app, body = null, salt = null
    where ev.conversation_id = p_conversation and ev.seq = e.seq;
  seq := conversations.append_notice(p_conversation, 'deletion', p_person, p_app, p_grant, e.seq, null, v_at);
  status := 'ok'; target := e.seq; at := v_at;
  return next;
end $$;

-- Undoes in one conversation what an app did for a person (conversations.undoable), at most p_limit messages in the order of seq; one row
-- for each. p_what deleted: the message has its body and salt again, which fit its commitment, and a restored event takes the next
-- number. written: it is deleted, as taken back. Null filters take all: p_grant, p_message, p_since and p_until (of when the app did it).
-- The conversation's lock comes first, so what is undone is undone once, and a message that was deleted meanwhile stays deleted.
create function conversations.undo(
  p_conversation uuid, p_what text, p_person uuid, p_app uuid, p_grant uuid, p_message uuid, p_since timestamptz, p_until timestamptz, p_limit int
) returns table (id uuid, seq bigint, commitment bytea) language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare v_last bigint; v_at timestamptz; v_seqs bigint[]; v_xid xid8 := pg_current_xact_id();
begin
  select c.last_seq into v_last from conversations.conversation c where c.id = p_conversation for update;
  v_at := clock_timestamp();
  select array_agg(f.seq order by f.seq) into v_seqs from (
    select u.seq from conversations.undoable u
    where u.what = p_what and u.person_id = p_person and u.app_id = p_app and u.conversation_id = p_conversation
      and (p_grant is null or u.grant_id = p_grant) and (p_message is null or u.id = p_message)
      and (p_since is null or u.at >= p_since) and (p_until is null or u.at < p_until)
    order by u.seq limit p_limit) f;
  if v_seqs is null then return; end if;
  if p_what = 'deleted' then
    update conversations.event e set body = k.body, salt = k.salt, deleted_at = null, deleted_by = null, deleted_app_id = null
      from conversations.kept k
      where e.conversation_id = p_conversation and e.seq = any (v_seqs) and k.conversation_id = e.conversation_id and k.seq = e.seq;
    delete from conversations.kept k where k.conversation_id = p_conversation and k.seq = any (v_seqs);
  else
    update conversations.event e set deleted_at = v_at, deleted_by = p_person, taken_back = true, body = null, salt = null
      where e.conversation_id = p_conversation and e.seq = any (v_seqs);
  end if;
  insert into conversations.event (conversation_id, seq, id, kind, person_id, app_id, target, at, xid, taken_back)
    select p_conversation, v_last + t.place, gen_random_uuid(), case when p_what = 'deleted' then 'restored' else 'deletion' end, p_person,
      case when p_what = 'deleted' then p_app end, t.seq, v_at, v_xid, case when p_what = 'written' then true end
    from unnest(v_seqs) with ordinality t (seq, place);
  update conversations.conversation c set last_seq = v_last + cardinality(v_seqs), last_at = v_at, last_xid = v_xid where c.id = p_conversation;
  return query select e.id, e.seq, e.commitment from conversations.event e
    where e.conversation_id = p_conversation and e.seq = any (v_seqs) order by e.seq;
end $$;
