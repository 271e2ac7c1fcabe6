-- The entries that a grant leaves in the log: given, narrowed, revoked, ended.

-- Records an entry about a grant as it stands now. Both parties are the person and the app; the owner text holds the six answers.
create function grants.record_entry(p_grant uuid, p_kind text, p_because text) returns void language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare g grants.grant; v_event uuid := gen_random_uuid(); v_at timestamptz := clock_timestamp(); v_app text; v_where json; v_consent bytea;
begin
  select * into g from grants.grant where id = p_grant;
  v_app := log.lid(g.app_id);
  select coalesce(json_agg(json_build_array(conversation_id, from_seq) order by conversation_id), '[]') into v_where
    from grants.grant_conversation where grant_id = p_grant;
  select sha256 into v_consent from grants.consent where grant_id = p_grant;
  perform log.record(v_event, p_kind, g.person_id, g.app_id, g.id, null, v_at, array[g.person_id, g.app_id],
    json_build_object('v', 1, 't', p_kind, 'id', v_event, 'at', v_at, 'app', v_app)::text,
    json_build_object('g', g.id, 'who', log.lid(g.person_id), 'because', p_because,
      'actions', array_remove(array[case when g.may_read then 'read' end, case when g.may_write then 'write' end, case when g.may_delete then 'delete' end], null),
      'friends', g.sees_friends, 'all', g.all_conversations, 'conversations', v_where, 'own', g.own_only, 'history', g.all_history,
      'until', g.until, 'ends', g.ends_at, 'why', g.purpose_code, 'consent', encode(v_consent, 'hex'))::text);
end $$;

-- What a permission with these conversations (and the place in each from which it may read) discloses now, newest first, counted
-- before the limit: total messages and conversations with at least one.
create function grants.preview(p_person uuid, p_app uuid, p_own boolean, p_conversation uuid[], p_from bigint[], p_limit int)
returns table (total bigint, in_conversations bigint, conversation_id uuid, person_id uuid, body text, at timestamptz)
language sql stable as $$
  with seen as (
    select d.conversation_id, d.person_id, d.body, d.at
    from unnest(p_conversation, p_from) as c (id, from_seq)
    cross join lateral grants.disclosed(c.id, p_person, p_app, p_own, c.from_seq) d
    where d.deleted_at is null
  )
  select (select count(*) from seen), (select count(distinct s.conversation_id) from seen s), f.conversation_id, f.person_id, f.body, f.at
  from (select 1) one left join lateral (select * from seen order by seen.at desc limit p_limit) f on true
$$;
