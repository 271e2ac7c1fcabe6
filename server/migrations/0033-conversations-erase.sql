-- Takes a person out of a conversation for good, when their account is closed.

-- First the person leaves, also a direct conversation; then their messages lose text and salt, at most p_max of them, each with a deletion in
-- the order of events, so that everybody who has read them learns of it. Under the conversation's lock: nothing of theirs follows. Call
-- until it is false: nothing was left to do.
create function conversations.erase_person(p_conversation uuid, p_person uuid, p_max int) returns boolean language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare v_last bigint; v_at timestamptz; v_n bigint; v_xid xid8 := pg_current_xact_id(); v_left boolean;
begin
  perform 1 from conversations.conversation where id = p_conversation for update;
  v_at := clock_timestamp();
  delete from conversations.kept where conversation_id = p_conversation and person_id = p_person;
  update conversations.member set left_seq = conversations.append_notice(p_conversation, 'left', p_person, null, null, null, null, v_at, p_person)
    where conversation_id = p_conversation and person_id = p_person and left_seq is null;
  v_left := found;
  select last_seq into v_last from conversations.conversation where id = p_conversation;
  with gone as (
    update conversations.event set deleted_at = v_at, deleted_by = p_person, body = null, salt = null
    where conversation_id = p_conversation and seq = any(array(
      select seq from conversations.event
      where conversation_id = p_conversation and person_id = p_person and kind = 'message' and deleted_at is null
      order by seq limit p_max))
    returning seq
  )
  insert into conversations.event (conversation_id, seq, id, kind, person_id, target, at, xid)
    select p_conversation, v_last + row_number() over (order by seq), gen_random_uuid(), 'deletion', p_person, seq, v_at, v_xid from gone;
  get diagnostics v_n = row_count;
  if v_n > 0 then
    update conversations.conversation set last_seq = v_last + v_n, last_at = v_at, last_xid = v_xid where id = p_conversation;
  end if;
  return v_n > 0 or v_left;
end $$;
