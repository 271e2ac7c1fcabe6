-- What a grant reaches: the person, the conversations, the friends, the grant itself; and the rights of the partner-facing role.

-- Records that names of conversations or friends were disclosed: p_items, a JSON array. Puts what opens the entry into the page.
create function access.record_list(p access.pass, v access.page, p_what text, p_items text, p_sent text) returns access.page language plpgsql volatile
as $$
declare v_event uuid := gen_random_uuid(); v_at timestamptz := clock_timestamp(); o log.opening;
begin
  perform access.require_time(p, v_at);
  perform access.record_key(p, v_at);
  o := log.record(v_event, 'list', p.person_id, p.app_id, p.grant_id, null, v_at, array[p.person_id, p.app_id],
    json_build_object('v', 1, 't', 'list', 'id', v_event, 'at', v_at, 'app', log.lid(p.app_id), 'n', v.n)::text,
    '{"g":"' || p.grant_id || '","who":"' || log.lid(p.person_id) || '","what":"' || p_what || '","items":' || p_items || ',"req":'
      || access.req(p_sent) || ',"why":' || to_json(p.why) || '}', p_sent);
  v.shared := o.shared; v.salt_s := o.salt_s; v.owner := o.owner; v.salt_o := o.salt_o;
  return v;
end $$;

-- Conversations that the grant reaches, by id after p_after. items: [id, kind, title, members], members [[person, name], ...]; title and
-- members are null without the right to see friends.
create function access.list_conversations(p_token bytea, p_jkt text, p_proof bytea, p_sent text, p_after uuid, p_limit int)
returns access.page language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare p access.pass := access.gate(p_token, p_jkt, p_proof, 'list'); v access.page := access.page_of(p, p.status); v_names text;
begin
  if p.status <> 'ok' then return v; end if;
  with page as materialized (
    select c.id, c.kind, c.title from grants.reach(p.grant_id, p.person_id) g join conversations.conversation c on c.id = g.conversation_id
    where p_after is null or c.id > p_after
    order by c.id limit p_limit
  )
  select count(*), coalesce(json_agg(json_build_array(c.id, c.kind, case when p.sees_friends then c.title end, case when p.sees_friends then (
      select json_agg(json_build_array(q.id, q.name) order by q.id) from conversations.member m join people.person q on q.id = m.person_id
      where m.conversation_id = c.id and (m.left_seq is null or c.kind = 'direct')) end) order by c.id), '[]'),
    json_agg(c.id order by c.id)
  into v.n, v.items, v_names from page c;
  if v.n > 0 then v := access.record_list(p, v, 'conversations', v_names, p_sent); end if;
  return v;
end $$;

-- Friends whose direct conversation the grant reaches, by conversation after p_after. items: [friend, name, conversation]. status also:
-- right_missing.
create function access.list_friends(p_token bytea, p_jkt text, p_proof bytea, p_sent text, p_after uuid, p_limit int)
returns access.page language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  p access.pass := access.gate(p_token, p_jkt, p_proof, 'list'); v_names text;
  v access.page := access.page_of(p, case when p.status = 'ok' and not p.sees_friends then 'right_missing' else p.status end);
begin
  if v.status <> 'ok' then return v; end if;
  with page as materialized (
    select f.id, f.name, c.id as conversation_id
    from grants.reach(p.grant_id, p.person_id) g
    join conversations.conversation c on c.id = g.conversation_id and c.kind = 'direct'
    join people.person f on f.id = case when c.low_id = p.person_id then c.high_id else c.low_id end
    join people.friendship s on s.low_id = c.low_id and s.high_id = c.high_id
    where p_after is null or c.id > p_after
    order by c.id limit p_limit
  )
  select count(*), coalesce(json_agg(json_build_array(f.id, f.name, f.conversation_id) order by f.conversation_id), '[]'),
    json_agg(coalesce(log.lid(f.id), '') order by f.conversation_id)
  into v.n, v.items, v_names from page f;
  if v.n > 0 then v := access.record_list(p, v, 'friends', v_names, p_sent); end if;
  return v;
end $$;

-- The entry that a receipt is about, for the app and the person of the token; null when it is not theirs. A token whose grant has ended
-- since, or is paused, serves too: this discloses nothing of the person.
create function access.receipt_entry(p_token bytea, p_jkt text, p_proof bytea, p_event uuid) returns table (status text, entry_id bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare p access.pass := access.gate(p_token, p_jkt, p_proof, null);
begin
  status := p.status;
  if p.status in ('ok', 'grant_ended', 'app_suspended') then
    status := 'ok';
    select e.id into entry_id from login.artifact t join grants.grant g on g.id = t.grant_id
      join log.entry e on e.event_id = p_event and e.app_id = g.app_id and e.person_id = g.person_id
        and e.kind in ('list', 'read', 'write', 'delete', 'revoke', 'end')
      where t.id_hash = p_token and t.model = 'AccessToken';
  end if;
  return next;
end $$;

-- Who the token stands for, and the grant behind it (null when the person only logged in). Discloses no message and no friend, so it is no
-- access: an app under a paused grant learns from it that it is paused, and can give the grant back. reach: how many conversations the grant
-- reaches now, which is none while it is paused.
create function access.who(p_token bytea, p_jkt text, p_proof bytea)
returns table (status text, person_id uuid, name text, client_id text, grant_id uuid, paused boolean, reach bigint) language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare p access.pass := access.gate(p_token, p_jkt, p_proof, null); v_person uuid;
begin
  status := p.status; grant_id := p.grant_id; v_person := p.person_id;
  if p.status = 'no_grant' then
    select (a.payload ->> 'accountId')::uuid, case when k.suspended_at is null then 'ok' else 'app_suspended' end into v_person, status
      from login.artifact a join grants.app k on k.client_id = a.client_id
      where a.id_hash = p_token and a.model = 'AccessToken';
  end if;
  if status = 'ok' then
    select q.id, q.name into person_id, name from people.person q where q.id = v_person and q.closed_at is null;
    if not found then status := 'token_inactive'; end if;
    select a.client_id into client_id from login.artifact a where a.id_hash = p_token and a.model = 'AccessToken';
    if p.grant_id is not null then
      select g.paused_at is not null into paused from grants.grant g where g.id = p.grant_id;
      reach := case when paused then 0 else (select count(*) from grants.reach(p.grant_id, p.person_id)) end;
    end if;
  end if;
  return next;
end $$;

revoke all on all functions in schema access from public;
grant usage on schema access to parley_partner;
grant execute on function access.read_messages, access.read_message, access.read_changes, access.write_message, access.delete_message,
  access.list_conversations, access.list_friends, access.receipt_entry, access.who to parley_partner;
