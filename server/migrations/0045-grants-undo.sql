-- A person undoes what an app did for them; whether a permission lives does not matter.

-- One step: one conversation, at most p_limit messages, and the entry that says so for its members and the app, in one transaction. Which
-- messages: see conversations.undo; a null p_conversation takes the one in which the app acted first. No row when there is nothing left to
-- undo; 0 messages, and no entry (event), when another request has undone them meanwhile.
create function grants.undo_step(
  p_what text, p_person uuid, p_app uuid, p_grant uuid, p_conversation uuid, p_message uuid, p_since timestamptz, p_until timestamptz, p_limit int
) returns table (conversation uuid, messages bigint, event uuid) language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_items text; v_at timestamptz; v_parties uuid[]; v_who text := log.lid(p_person);
begin
  select u.conversation_id into conversation from conversations.undoable u
    where u.what = p_what and u.person_id = p_person and u.app_id = p_app and (p_conversation is null or u.conversation_id = p_conversation)
      and (p_grant is null or u.grant_id = p_grant) and (p_message is null or u.id = p_message)
      and (p_since is null or u.at >= p_since) and (p_until is null or u.at < p_until)
    order by u.at limit 1;
  if conversation is null then return; end if;
  select count(*), string_agg('["' || d.id || '",0,"' || encode(d.commitment, 'base64') || '",' || case when p_what = 'written' then '1' else '0' end
      || ',' || d.seq || ',null]', ',' order by d.seq) into messages, v_items
    from conversations.undo(conversation, p_what, p_person, p_app, p_grant, p_message, p_since, p_until, p_limit) d;
  if messages > 0 then
    select array_agg(m.person_id) || p_app into v_parties from conversations.member m where m.conversation_id = conversation and m.left_seq is null;
    event := gen_random_uuid(); v_at := clock_timestamp();
    perform log.record(event, 'undo', p_person, p_app, null, conversation, v_at, v_parties,
      json_build_object('v', 1, 't', 'undo', 'id', event, 'at', v_at, 'app', log.lid(p_app), 'who', v_who, 'conv', conversation,
        'what', case when p_what = 'deleted' then 'restore' else 'take_back' end, 'n', messages)::text,
      '{"who":"' || v_who || '","items":[' || v_items || ']}');
  end if;
  return next;
end $$;
