-- What a grant reaches: the person, the conversations, the friends, the grant itself; and the rights of the partner-facing role.

-- Records that names of conversations or friends were disclosed.
create function access.record_list(p access.pass, p_what text, p_items text, p_n int, p_req bytea) returns void language plpgsql volatile
as $$
declare v_event uuid := gen_random_uuid(); v_at timestamptz := clock_timestamp();
begin
  perform access.require_time(p, v_at);
  perform log.record(v_event, 'list', p.person_id, p.app_id, p.grant_id, null, v_at, array[p.person_id, p.app_id],
    json_build_object('v', 1, 't', 'list', 'id', v_event, 'at', v_at, 'app', log.lid(p.app_id), 'n', p_n)::text,
    '{"g":"' || p.grant_id || '","who":"' || log.lid(p.person_id) || '","what":"' || p_what || '","items":' || p_items || ',"req":'
      || coalesce('"' || encode(p_req, 'hex') || '"', 'null') || ',"why":' || to_json(p.why) || '}');
end $$;

-- Conversations that the grant reaches, by id after p_after. members is [[person, name], ...], null without the right to see friends.
create function access.list_conversations(p_token bytea, p_jkt text, p_proof bytea, p_req bytea, p_after uuid, p_limit int)
returns table (status text, id uuid, kind text, title text, members json, client_id text) language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare p access.pass := access.gate(p_token, p_jkt, p_proof, null); r record; v_items text := ''; v_n int := 0;
begin
  status := p.status; client_id := p.client_id; return next;
  if p.status <> 'ok' then return; end if;
  for r in
    select c.id, c.kind, c.title, case when p.sees_friends then (
        select json_agg(json_build_array(q.id, q.name) order by q.id) from conversations.member m join people.person q on q.id = m.person_id
        where m.conversation_id = c.id and m.left_seq is null) end as members
    from grants.reach(p.grant_id, p.person_id) g join conversations.conversation c on c.id = g.conversation_id
    where p_after is null or c.id > p_after
    order by c.id limit p_limit
  loop
    id := r.id; kind := r.kind; title := case when p.sees_friends then r.title end; members := r.members;
    v_items := v_items || case when v_n = 0 then '"' else ',"' end || r.id || '"'; v_n := v_n + 1;
    return next;
  end loop;
  if v_n > 0 then perform access.record_list(p, 'conversations', '[' || v_items || ']', v_n, p_req); end if;
end $$;

-- Friends whose direct conversation the grant reaches, by conversation after p_after. status also: right_missing.
create function access.list_friends(p_token bytea, p_jkt text, p_proof bytea, p_req bytea, p_after uuid, p_limit int)
returns table (status text, friend_id uuid, name text, conversation_id uuid, client_id text) language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare p access.pass := access.gate(p_token, p_jkt, p_proof, null); r record; v_items text := ''; v_n int := 0;
begin
  status := case when p.status = 'ok' and not p.sees_friends then 'right_missing' else p.status end; client_id := p.client_id; return next;
  if status <> 'ok' then return; end if;
  for r in
    select f.id, f.name, c.id as conversation_id
    from grants.reach(p.grant_id, p.person_id) g
    join conversations.conversation c on c.id = g.conversation_id and c.kind = 'direct'
    join people.person f on f.id = case when c.low_id = p.person_id then c.high_id else c.low_id end
    join people.friendship s on s.low_id = c.low_id and s.high_id = c.high_id
    where p_after is null or c.id > p_after
    order by c.id limit p_limit
  loop
    friend_id := r.id; name := r.name; conversation_id := r.conversation_id;
    v_items := v_items || case when v_n = 0 then '"' else ',"' end || coalesce(log.lid(r.id), '') || '"'; v_n := v_n + 1;
    return next;
  end loop;
  if v_n > 0 then perform access.record_list(p, 'friends', '[' || v_items || ']', v_n, p_req); end if;
end $$;

-- Who the token stands for, and the grant behind it (null when the person only logged in). Discloses no message and no friend.
create function access.who(p_token bytea, p_jkt text, p_proof bytea)
returns table (status text, person_id uuid, name text, client_id text, grant_id uuid, reach bigint) language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare p access.pass := access.gate(p_token, p_jkt, p_proof, null); v_person uuid;
begin
  status := p.status; grant_id := p.grant_id; v_person := p.person_id;
  if p.status = 'no_grant' then
    select (a.payload ->> 'accountId')::uuid into v_person from login.artifact a
      join grants.app k on k.client_id = a.client_id and k.suspended_at is null
      where a.id_hash = p_token and a.model = 'AccessToken';
    status := 'ok';
  end if;
  if status = 'ok' then
    select q.id, q.name into person_id, name from people.person q where q.id = v_person and q.closed_at is null;
    if not found then status := 'token_inactive'; end if;
    select a.client_id into client_id from login.artifact a where a.id_hash = p_token and a.model = 'AccessToken';
    if p.grant_id is not null then
      select count(*) into reach from grants.reach(p.grant_id, p.person_id);
    end if;
  end if;
  return next;
end $$;

revoke all on all functions in schema access from public;
grant usage on schema access to parley_partner;
grant execute on function access.read_messages, access.read_message, access.read_changes, access.write_message, access.delete_message,
  access.list_conversations, access.list_friends, access.who to parley_partner;
