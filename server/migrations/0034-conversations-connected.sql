-- Tells the members of conversations that somebody has let an app read there.

-- Returns the seq of the notice in each. p_sees: own (what the app wrote for the person, and replies to it), new (what follows) or all. A notice
-- is no news: the conversation keeps its place in lists. The caller holds no other conversation's lock.
create function conversations.append_connected(p_conversations uuid[], p_person uuid, p_app uuid, p_grant uuid, p_sees text)
returns table (conversation_id uuid, seq bigint) language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  -- In the order of ids, so that no two wait for each other; then the numbers are read under the locks.
  perform 1 from conversations.conversation c where c.id = any (p_conversations) order by c.id for update;
  return query
    with placed as (
      update conversations.conversation c set last_seq = c.last_seq + 1, last_xid = pg_current_xact_id() where c.id = any (p_conversations)
      returning c.id, c.last_seq
    ), told as (
      insert into conversations.event (conversation_id, seq, id, kind, person_id, app_id, grant_id, body, at)
      select p.id, p.last_seq, gen_random_uuid(), 'connected', p_person, p_app, p_grant, p_sees, clock_timestamp() from placed p
      returning event.conversation_id, event.seq
    )
    select t.conversation_id, t.seq from told t;
end $$;
