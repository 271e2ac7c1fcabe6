-- The entries that a grant leaves in the log: given, narrowed, revoked, ended.

-- The answers of a grant as it stands now, as entries state them. A limit that is not set is not named.
create function grants.answers(p_grant uuid) returns json language sql stable set search_path = pg_catalog, pg_temp as $$
  select (jsonb_build_object(
    'actions', array_remove(array[case when g.may_read then 'read' end, case when g.may_write then 'write' end, case when g.may_delete then 'delete' end], null),
    'friends', g.sees_friends, 'all', g.all_conversations,
    'conversations', (select coalesce(jsonb_agg(jsonb_build_array(c.conversation_id, c.from_seq) order by c.conversation_id), '[]')
      from grants.grant_conversation c where c.grant_id = g.id),
    'own', g.own_only, 'history', g.all_history, 'until', g.until, 'ends', g.ends_at, 'why', g.purpose_code)
    || jsonb_strip_nulls(jsonb_build_object('kinds', g.kinds, 'perDay', g.per_day)))::json
  from grants.grant g where g.id = p_grant
$$;

-- Records an entry about a grant. Its parties are the person, the app and the grant; the owner text holds the answers. What was signed
-- is what was given, so only that entry states the signature. p_conversation: which one a pause or resume is about; null for all.
create function grants.record_entry(p_grant uuid, p_kind text, p_because text, p_answers json, p_conversation uuid default null) returns log.opening language plpgsql volatile
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
      'signed', case when p_kind = 'give' then encode(sha256(convert_to(c.signature, 'UTF8')), 'hex') end,
      'conv', p_conversation)::text);
end $$;

-- Writes the entries of a grant's changes, in the order in which they were made. The caller has drained after they committed.
-- Two settlers at once: the second waits for the first and finds its rows settled.
create function grants.settle(p_grant uuid, p_upto bigint) returns int language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare c record; v_n int := 0; v_event uuid;
begin
  for c in
    select seq, kind, because, answers, conversation_id from grants.change where grant_id = p_grant and seq <= p_upto and settled_at is null order by seq for update
  loop
    v_event := log.event_of(grants.record_entry(p_grant, c.kind, c.because, c.answers, c.conversation_id));
    update grants.change set settled_at = clock_timestamp(), event_id = v_event where seq = c.seq;
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
-- before the limit: total messages, conversations with at least one, and messages that their authors withhold.
create function grants.preview(p_person uuid, p_app uuid, p_own boolean, p_kinds text[], p_conversation uuid[], p_from bigint[], p_limit int)
returns table (total bigint, in_conversations bigint, withheld bigint, conversation_id uuid, person_id uuid, body text, at timestamptz)
language sql stable as $$
  with seen as (
    select d.conversation_id, d.person_id, d.body, d.at, d.withheld
    from unnest(p_conversation, p_from) as c (id, from_seq)
    cross join lateral grants.disclosed(c.id, p_person, p_app, p_own, c.from_seq, p_kinds) d
    where d.withheld or d.deleted_at is null
  )
  select (select count(*) from seen s where not s.withheld), (select count(distinct s.conversation_id) from seen s where not s.withheld),
    (select count(*) from seen s where s.withheld), f.conversation_id, f.person_id, f.body, f.at
  from (select 1) one left join lateral (select * from seen s where not s.withheld order by s.at desc limit p_limit) f on true
$$;

-- Records that somebody withholds (or allows again) what they wrote, for all who can have it: the members of the conversation, or of all
-- conversations that the person is in. An entry has room for so many parties; for more people there are more entries, which all say the same.
-- And for the parties of the entries p_told. Returns their ids.
create function grants.record_withhold(p_person uuid, p_kind text, p_app uuid, p_conversation uuid, p_told uuid[] default '{}') returns uuid[] language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare v_others uuid[]; v_from int := 1; v_event uuid; v_events uuid[] := '{}'; v_at timestamptz := clock_timestamp(); v_max constant int := 1000;
begin
  select coalesce(array_agg(p.id), '{}') into v_others from (
    select o.person_id as id
      from conversations.member m join conversations.member o on o.conversation_id = m.conversation_id
      where m.person_id = p_person and o.left_seq is null and (p_conversation is null or m.conversation_id = p_conversation)
    union select unnest(parties) from log.entry where event_id = any (p_told)) p
    where p.id <> p_person;
  loop
    v_event := gen_random_uuid();
    v_events := v_events || v_event;
    perform log.record(v_event, p_kind, p_person, p_app, null, p_conversation, v_at, p_person || v_others[v_from:v_from + v_max - 1],
      json_build_object('v', 1, 't', p_kind, 'id', v_event, 'at', v_at, 'lid', log.lid(p_person), 'app', log.lid(p_app), 'conv', p_conversation)::text,
      json_build_object('who', log.lid(p_person))::text);
    v_from := v_from + v_max;
    exit when v_from > cardinality(v_others);
  end loop;
  return v_events;
end $$;

-- Withholds; false when it was withheld already. The entry follows when it is settled.
create function grants.withhold_words(p_person uuid, p_app uuid, p_conversation uuid) returns boolean language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
begin
  insert into grants.withhold (person_id, app_id, conversation_id, at) values (p_person, p_app, p_conversation, clock_timestamp())
    on conflict do nothing;
  return found;
end $$;

-- Writes the entries of what somebody has begun to withhold and whose drain has ended. Two settlers at once: the second waits for the
-- first and finds it settled; what was allowed again in between has no row any more.
create function grants.settle_withholds(p_person uuid, p_upto timestamptz) returns int language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare w grants.withhold; v_n int := 0; v_events uuid[];
begin
  for w in select * from grants.withhold where person_id = p_person and settled_at is null and at <= p_upto order by at for update loop
    v_events := grants.record_withhold(w.person_id, 'withhold', w.app_id, w.conversation_id);
    update grants.withhold set settled_at = clock_timestamp(), event_ids = v_events where person_id = w.person_id
      and app_id is not distinct from w.app_id and conversation_id is not distinct from w.conversation_id;
    v_n := v_n + 1;
  end loop;
  return v_n;
end $$;

-- Allows again; returns its entries, none when nothing was withheld so. They stand before any access that they make possible: same
-- transaction. What was withheld and not settled yet never took effect in the log, and leaves it so. Whoever was told of the withholding is
-- told of its end, also out of the conversation: their evidence could not tell the next access after they came back from a wrong one.
create function grants.allow_words(p_person uuid, p_app uuid, p_conversation uuid) returns uuid[] language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare v_settled timestamptz; v_told uuid[];
begin
  delete from grants.withhold where person_id = p_person and app_id is not distinct from p_app and conversation_id is not distinct from p_conversation
    returning settled_at, event_ids into v_settled, v_told;
  if v_settled is null then return '{}'; end if;
  return grants.record_withhold(p_person, 'allow', p_app, p_conversation, v_told);
end $$;

-- Pauses a live grant, for one conversation or (null) as a whole, unless it is paused so already. Returns the seq of the change that paused
-- it, whose entry follows when it is settled; null when the grant has ended, whose earlier pauses pause nothing.
create function grants.pause_grant(p_grant uuid, p_conversation uuid) returns bigint language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare v_at timestamptz; v_seq bigint;
begin
  perform grants.lock(p_grant);
  v_at := clock_timestamp();
  if p_conversation is null then
    update grants.grant set paused_at = v_at where id = p_grant and ended_at is null and paused_at is null;
  else
    insert into grants.paused_conversation (grant_id, conversation_id, at) select p_grant, p_conversation, v_at
      from grants.grant where id = p_grant and ended_at is null on conflict do nothing;
  end if;
  if found then
    insert into grants.change (grant_id, kind, answers, at, conversation_id) values (p_grant, 'pause', grants.answers(p_grant), v_at, p_conversation);
  end if;
  select max(c.seq) into v_seq from grants.change c join grants.grant g on g.id = c.grant_id and g.ended_at is null
    where c.grant_id = p_grant and c.kind = 'pause' and c.conversation_id is not distinct from p_conversation;
  return v_seq;
end $$;

-- Lets a live, paused grant go on. event_id: its entry, null when it was not paused so; it stands before any access that it makes possible.
-- settled is false, and nothing has changed, while the pause has no entry yet: settle it first.
create function grants.resume_grant(p_grant uuid, p_conversation uuid) returns table (settled boolean, event_id uuid) language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
begin
  perform grants.lock(p_grant);
  settled := not exists (select from grants.change c where c.grant_id = p_grant and c.kind = 'pause' and c.settled_at is null
    and c.conversation_id is not distinct from p_conversation);
  if not settled then return next; return; end if;
  if p_conversation is null then
    update grants.grant set paused_at = null where id = p_grant and ended_at is null and paused_at is not null;
  else
    delete from grants.paused_conversation p using grants.grant g
      where p.grant_id = p_grant and p.conversation_id = p_conversation and g.id = p_grant and g.ended_at is null;
  end if;
  if found then event_id := log.event_of(grants.record_entry(p_grant, 'resume', null, grants.answers(p_grant), p_conversation)); end if;
  return next;
end $$;

-- Records that a group is closed or open to apps, for its members, who did it (they may have left just now) and the parties of the entry
-- p_told; returns the id of its entry.
create function grants.record_closing(p_conversation uuid, p_person uuid, p_kind text, p_told uuid default null) returns uuid
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_event uuid := gen_random_uuid(); v_at timestamptz := clock_timestamp(); v_parties uuid[];
begin
  select array_agg(person_id) into v_parties from (
    select person_id from conversations.member where conversation_id = p_conversation and left_seq is null
    union select p_person union select unnest(parties) from log.entry where event_id = p_told) p;
  perform log.record(v_event, p_kind, p_person, null, null, p_conversation, v_at, v_parties,
    json_build_object('v', 1, 't', p_kind, 'id', v_event, 'at', v_at, 'lid', log.lid(p_person), 'conv', p_conversation)::text,
    json_build_object('who', log.lid(p_person))::text);
  return v_event;
end $$;

-- Writes the entry of a closing whose drain has ended; once.
create function grants.settle_closing(p_conversation uuid) returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_person uuid;
begin
  update grants.closed_group set settled_at = clock_timestamp() where conversation_id = p_conversation and settled_at is null
    returning person_id into v_person;
  if found then
    update grants.closed_group set event_id = grants.record_closing(p_conversation, v_person, 'close') where conversation_id = p_conversation;
  end if;
end $$;

-- Opens a closed group to apps again. Who closed it may; when that person has left, every member may. Whoever was told of the closing is
-- told of its end, also out of the group: their evidence would accuse the next access after they came back. status: ok, not_closed or
-- not_closer. event_id: its entry, where there is one.
create function grants.reopen_group(p_conversation uuid, p_person uuid) returns table (status text, event_id uuid) language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare c grants.closed_group;
begin
  select * into c from grants.closed_group g where g.conversation_id = p_conversation for update;
  status := case when found then 'ok' else 'not_closed' end;
  if status = 'ok' and c.person_id <> p_person then
    perform 1 from conversations.member where conversation_id = p_conversation and person_id = c.person_id and left_seq is null;
    if found then status := 'not_closer'; end if;
  end if;
  if status = 'ok' then
    delete from grants.closed_group g where g.conversation_id = p_conversation;
    if c.settled_at is not null then event_id := grants.record_closing(p_conversation, p_person, 'reopen', c.event_id); end if;
  end if;
  return next;
end $$;
