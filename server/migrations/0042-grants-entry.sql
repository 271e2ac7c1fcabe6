-- The entries that a grant leaves in the log: given, narrowed, revoked, ended.

-- The six answers of a grant as it stands now, as entries state them.
create function grants.answers(p_grant uuid) returns json language sql stable set search_path = pg_catalog, pg_temp as $$
  select json_build_object(
    'actions', array_remove(array[case when g.may_read then 'read' end, case when g.may_write then 'write' end, case when g.may_delete then 'delete' end], null),
    'friends', g.sees_friends, 'all', g.all_conversations,
    'conversations', (select coalesce(json_agg(json_build_array(c.conversation_id, c.from_seq) order by c.conversation_id), '[]')
      from grants.grant_conversation c where c.grant_id = g.id),
    'own', g.own_only, 'history', g.all_history, 'until', g.until, 'ends', g.ends_at, 'why', g.purpose_code)
  from grants.grant g where g.id = p_grant
$$;

-- Records an entry about a grant. Its parties are the person, the app and the grant; the owner text holds the answers. What was signed
-- is what was given, so only that entry states the signature.
create function grants.record_entry(p_grant uuid, p_kind text, p_because text, p_answers json) returns log.opening language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare g grants.grant; c grants.consent; v_event uuid := gen_random_uuid(); v_at timestamptz := clock_timestamp();
begin
  if p_kind = 'give' then perform log.open_party(p_grant, 'grant'); end if;
  select * into g from grants.grant where id = p_grant;
  select * into c from grants.consent where grant_id = p_grant;
  return log.record(v_event, p_kind, g.person_id, g.app_id, g.id, null, v_at, array[g.person_id, g.app_id],
    json_build_object('v', 1, 't', p_kind, 'id', v_event, 'at', v_at, 'app', log.lid(g.app_id))::text,
    json_build_object('g', g.id, 'who', log.lid(g.person_id), 'because', p_because, 'answers', p_answers,
      'consent', encode(c.sha256, 'hex'),
      'signed', case when p_kind = 'give' then encode(sha256(convert_to(c.signature, 'UTF8')), 'hex') end)::text);
end $$;

-- Writes the entries of a grant's changes, in the order in which they were made. The caller has drained after they committed.
-- Two settlers at once: the second waits for the first and finds its rows settled.
create function grants.settle(p_grant uuid, p_upto bigint) returns int language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare c record; v_n int := 0;
begin
  for c in
    select seq, kind, because, answers from grants.change where grant_id = p_grant and seq <= p_upto and settled_at is null order by seq for update
  loop
    perform grants.record_entry(p_grant, c.kind, c.because, c.answers);
    update grants.change set settled_at = clock_timestamp() where seq = c.seq;
    v_n := v_n + 1;
  end loop;
  return v_n;
end $$;

-- Locks a grant for a change. An access holds its row for a moment (the day of the last use, the one use); one that holds it for
-- longer is cut off by the drain, so that no partner's connection can prevent the change.
create function grants.lock(p_grant uuid) returns void language plpgsql volatile
set search_path = pg_catalog, pg_temp set lock_timeout = '3s' as $$
begin
  perform 1 from grants.grant where id = p_grant for update;
exception when lock_not_available then
  perform base.drain();
  perform 1 from grants.grant where id = p_grant for update;
end $$;

-- Ends a live grant; false when it had ended already. The entry follows when the change is settled.
create function grants.end_grant(p_grant uuid, p_kind text, p_because text) returns boolean language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare v_at timestamptz;
begin
  perform grants.lock(p_grant);
  v_at := clock_timestamp();
  update grants.grant set ended_at = v_at, ended_because = p_because where id = p_grant and ended_at is null;
  if not found then return false; end if;
  insert into grants.change (grant_id, kind, because, answers, at) values (p_grant, p_kind, p_because, grants.answers(p_grant), v_at);
  return true;
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
