-- The gate: what must hold before an app may act, checked in the transaction that acts.
create schema access;

-- The functions that partners may call are SECURITY DEFINER and pin the search path; those that they call inside inherit it.

-- DPoP proofs seen (RFC 9449 §11.1): one use each. hash = sha256 of key thumbprint and jti; rows older than the proof window go.
create table access.proof (
  hash bytea primary key,
  at timestamptz not null
);
-- Rows come in the order of time, so the smallest kind of index finds the old ones.
create index proof_at on access.proof using brin (at);

-- Idempotency keys of writes: the same key by the same app for the same person is one message.
create table access.write_key (
  person_id uuid not null,
  app_id uuid not null,
  key_hash bytea not null,
  request_hash bytea not null,
  conversation_id uuid not null,
  message_id uuid not null,
  message_at timestamptz,
  -- Of the entry that the write left: who asks again gets its receipt again.
  event_id uuid,
  at timestamptz not null,
  primary key (person_id, app_id, key_hash)
);
create index write_key_at on access.write_key (at);

-- The keys with which apps have signed accesses, by thumbprint (RFC 7638), each with the entry that says so.
create table access.app_key (
  app_id uuid not null,
  jkt text not null,
  event_id uuid not null,
  primary key (app_id, jkt)
);

-- What an open gate hands to the operation behind it. status is ok or the name of the refusal.
create type access.pass as (
  status text, grant_id uuid, person_id uuid, app_id uuid,
  may_read boolean, may_write boolean, may_delete boolean, sees_friends boolean,
  own_only boolean, once boolean, why text, client_id text, ends_at timestamptz, jkt text,
  kinds text[], per_day int,
  -- Once access.open_budget has looked: what is left of per_day, and when that was.
  left_today int, counted_at timestamptz,
  agent boolean
);

-- Checks token, proof, app and grant. p_token is the hash under which login keeps the token; p_jkt is the thumbprint of the key
-- whose proof the HTTP layer has verified (null without proof), p_proof its one-time hash.
-- An action (read, write, delete) must be in the grant; list needs none of them; null is no access, so a paused grant allows it, too.
create function access.gate(p_token bytea, p_jkt text, p_proof bytea, p_action text) returns access.pass
language plpgsql volatile as $$
declare t record; g grants.grant; a grants.app; pass access.pass; v_now timestamptz := clock_timestamp(); v_today date := (v_now at time zone 'UTC')::date;
begin
  select grant_id, client_id, jkt, used_at into t from login.artifact
    where id_hash = p_token and model = 'AccessToken' and expires_at > v_now and consumed_at is null;
  if not found then pass.status := 'token_inactive'; return pass; end if;
  if t.jkt is not null and p_jkt is null then pass.status := 'proof_required'; return pass; end if;
  if t.jkt is distinct from p_jkt then pass.status := 'proof_mismatch'; return pass; end if;
  -- The first use tells login that the token has arrived, so that its refresh token is not given out once more.
  if t.used_at is null then perform login.mark_used(p_token); end if;
  if p_proof is not null then
    insert into access.proof (hash, at) values (p_proof, v_now) on conflict do nothing;
    if not found then pass.status := 'proof_replayed'; return pass; end if;
  end if;
  select * into g from grants.grant where id = t.grant_id;
  if not found then pass.status := 'no_grant'; return pass; end if;
  select * into a from grants.app where id = g.app_id;
  if a.client_id <> t.client_id then pass.status := 'token_inactive'; return pass; end if;
  if a.agent and p_action in ('read', 'write') then
    perform access.line_up(g.person_id, g.app_id);
    -- As it stands after the wait.
    select * into g from grants.grant where id = t.grant_id;
  end if;
  perform 1 from people.person where id = g.person_id and closed_at is null;
  if not found then pass.status := 'token_inactive'; return pass; end if;
  if p_jkt is null and not a.bearer_allowed then pass.status := 'proof_required'; return pass; end if;
  if not grants.live(g, a, clock_timestamp()) then
    -- A permission of a suspended app is there again when the app is let in: it must not throw it away.
    pass.status := case when a.suspended_at is not null and g.ended_at is null then 'app_suspended' else 'grant_ended' end;
    return pass;
  end if;
  if g.paused_at is not null and p_action is not null then pass.status := 'grant_paused'; return pass; end if;
  if (p_action = 'read' and not g.may_read) or (p_action = 'write' and not g.may_write) or (p_action = 'delete' and not g.may_delete) then
    pass.status := 'right_missing'; return pass;
  end if;
  -- An app that asks now and then whether its pause is over does not keep its permission alive by that.
  if g.last_used_on < v_today and g.paused_at is null then
    update grants.grant set last_used_on = v_today where id = g.id and last_used_on < v_today;
  end if;
  pass := ('ok', g.id, g.person_id, g.app_id, g.may_read, g.may_write, g.may_delete, g.sees_friends, g.own_only,
    g.uses_left is not null, g.purpose_code, a.client_id, g.ends_at, p_jkt,
    g.kinds, g.per_day, null, null, a.agent);
  return pass;
end $$;

-- Takes the one use of a grant that was given for once; false when another access took it first. Called right before the act, so
-- that a request for something that is not there costs nothing.
create function access.take_use(p access.pass) returns boolean language plpgsql volatile as $$
begin
  if not p.once then return true; end if;
  update grants.grant set uses_left = uses_left - 1 where id = p.grant_id and uses_left > 0;
  return found;
end $$;

-- Gives the use back when nothing came of it; the row is still locked by take_use.
create function access.give_back_use(p access.pass) returns void language plpgsql volatile as $$
begin
  update grants.grant set uses_left = uses_left + 1 where id = p.grant_id and p.once;
end $$;

-- Opens the budget of a grant that has one; left_today stays null for all others. Called when the access would disclose something, right
-- before it takes a use.
create function access.open_budget(p access.pass) returns access.pass language plpgsql volatile as $$
begin
  if p.per_day is not null then
    select b.left_today, b.at into p.left_today, p.counted_at from grants.open_budget(p.grant_id, p.per_day) b;
  end if;
  return p;
end $$;

-- From which seq on the grant reaches into a conversation; null when it does not reach it, which an app cannot tell from a
-- conversation that does not exist.
create function access.reach_from(p access.pass, p_conversation uuid) returns bigint language plpgsql stable as $$
declare v_from bigint;
begin
  perform 1 from conversations.member where conversation_id = p_conversation and person_id = p.person_id and left_seq is null;
  if not found then return null; end if;
  if grants.is_barred(p.grant_id, p_conversation) then return null; end if;
  -- One statement, as in grants.reach.
  select case when c.grant_id is not null then c.from_seq when g.all_conversations then 0 end into v_from
    from grants.grant g left join grants.grant_conversation c on c.grant_id = g.id and c.conversation_id = p_conversation
    where g.id = p.grant_id;
  return v_from;
end $$;

-- An access that had to wait (for the lock of a conversation, say) until its grant ended by its time: all of it is undone.
create function access.require_time(p access.pass, p_at timestamptz) returns void language plpgsql immutable as $$
begin
  if p_at >= p.ends_at then raise exception 'the grant ended while the access waited' using errcode = 'GRENT'; end if;
end $$;

-- Records the key of the app before the first access with it. Two first accesses at once: the second waits for the first to commit or
-- to be undone, so that an entry of the key always stands before it.
create function access.record_key(p access.pass, p_at timestamptz) returns void language plpgsql volatile as $$
declare v_event uuid; v_app text;
begin
  if p.jkt is null or exists (select from access.app_key k where k.app_id = p.app_id and k.jkt = p.jkt) then return; end if;
  v_event := gen_random_uuid();
  insert into access.app_key (app_id, jkt, event_id) values (p.app_id, p.jkt, v_event) on conflict do nothing;
  if not found then return; end if;
  v_app := log.lid(p.app_id);
  perform log.record(v_event, 'key', null, p.app_id, null, null, p_at, array[p.app_id],
    json_build_object('v', 1, 't', 'key', 'id', v_event, 'at', p_at, 'app', v_app)::text,
    json_build_object('who', v_app, 'jkt', p.jkt)::text);
end $$;

-- What entries say of the request: the hash of its DPoP proof as sent, or null for a plain token.
create function access.req(p_sent text) returns text language sql immutable as
$$ select coalesce('"' || encode(sha256(convert_to(p_sent, 'UTF8')), 'hex') || '"', 'null') $$;

-- One message in an entry (docs/spec/log.md, "Texts"). p_author: its place among the authors. p_answers: under a grant for own messages,
-- which of the app's own it answers. p_kind: under a grant for some kinds, which it is; else null.
create function access.item(p_message uuid, p_author bigint, p_commitment bytea, p_deleted boolean, p_seq bigint, p_answers uuid, p_kind text) returns text
language sql stable as $$
  select '["' || p_message || '",' || p_author || ',"' || encode(p_commitment, 'base64') || '",' || case when p_deleted then '1,' else '0,' end
    || p_seq || ',' || coalesce('"' || p_answers || '"', 'null') || coalesce(',"' || p_kind || '"', '') || ']'
$$;

-- Which of the app's own messages for this person a message answers; null when none, or under a grant for any messages.
create function access.own_target(p access.pass, p_conversation uuid, p_seq bigint) returns uuid language sql stable as $$
  select r.id from conversations.event e join conversations.event r on r.conversation_id = e.conversation_id and r.seq = e.reply_to
  where p.own_only and e.conversation_id = p_conversation and e.seq = p_seq and e.reply_person_id = p.person_id and e.reply_app_id = p.app_id
$$;

-- Records an access to one conversation, and returns what opens the entry. p_authors: who wrote the messages, each once; p_items: of
-- access.item, with commas between, null for none (all are withheld); p_sent: the request's DPoP proof as sent.
create function access.record(
  p access.pass, p_kind text, p_conversation uuid, p_at timestamptz, p_n int, p_authors uuid[], p_items text, p_sent text
) returns log.opening language plpgsql volatile as $$
declare v_event uuid := gen_random_uuid(); v_parties uuid[]; v_who text; v_app text; v_from text;
begin
  perform access.require_time(p, p_at);
  perform access.record_key(p, p_at);
  if p.agent and p_kind = 'read' and p_n > 0 then perform access.note_agent_read(p, p_conversation, p_at); end if;
  -- The parties are the members now, the person, even one who leaves at this moment, whoever wrote what is told, even who left long ago,
  -- and the app. An author whose account was erased has no lid any more.
  select (
      select array_agg(m.id) || p.app_id from (
        select person_id as id from conversations.member where conversation_id = p_conversation and left_seq is null
        union select unnest(p_authors || p.person_id)) m),
    (select encode(l.lid, 'hex') from log.party l where l.owner_id = p.person_id),
    (select encode(l.lid, 'hex') from log.party l where l.owner_id = p.app_id),
    (select string_agg('"' || coalesce(encode(l.lid, 'hex'), '') || '"', ',' order by a.place)
      from unnest(p_authors) with ordinality a (id, place) left join log.party l on l.owner_id = a.id)
    into v_parties, v_who, v_app, v_from;
  v_from := coalesce(v_from, '');
  return log.record(v_event, p_kind, p.person_id, p.app_id, p.grant_id, p_conversation, p_at, v_parties,
    '{"v":1,"t":"' || p_kind || '","id":"' || v_event || '","at":' || to_json(p_at) || ',"app":"' || v_app || '","who":"' || v_who || '","conv":"'
      || p_conversation || '","n":' || p_n || ',"from":[' || v_from || ']}',
    '{"g":"' || p.grant_id || '","who":"' || v_who || '","from":[' || v_from || '],"items":[' || coalesce(p_items, '') || '],"req":'
      || access.req(p_sent) || ',"why":' || to_json(p.why) || '}', p_sent);
end $$;
