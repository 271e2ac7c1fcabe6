-- What an agent writes after it has read elsewhere waits for its person (docs/spec/log.md, "Agents").

-- Since when a read counts: the one place that says so.
create function access.agent_window() returns interval language sql immutable as $$ select interval '24 hours' $$;

-- Where an agent has read under permissions of a person, and when last. Rows older than the window are nobody's.
create table access.agent_read (
  person_id uuid not null,
  app_id uuid not null,
  conversation_id uuid not null,
  at timestamptz not null,
  primary key (person_id, app_id, conversation_id)
);

-- One message that an agent wants to write. Its id is that of the message, so that an approval lets through this message and no other.
-- After expires_at, a pending one can no longer be approved and an approved one no longer be written. body: gone once it is written.
create table access.approval (
  id uuid primary key,
  person_id uuid not null references people.person,
  app_id uuid not null references grants.app,
  grant_id uuid not null references grants.grant,
  conversation_id uuid not null references conversations.conversation,
  key_hash bytea not null,
  request_hash bytea not null,
  body text,
  reply_to uuid,
  -- Where else the agent had read then.
  has_read uuid[] not null,
  state text not null default 'pending' check (state in ('pending', 'approved', 'denied')),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  decided_at timestamptz,
  written_at timestamptz,
  unique (person_id, app_id, key_hash)
);
create index approval_person on access.approval (person_id, asked_at, id);
create index approval_grant on access.approval (grant_id) where state = 'pending';

-- Reads and writes of an agent for one person come one after the other, so that no write overtakes a read that it should have waited for.
-- Taken before anything else that an access waits for, but for its token.
create function access.line_up(p_person uuid, p_app uuid) returns void language sql volatile as
$$ select pg_advisory_xact_lock(4000007, hashtext(p_person::text || p_app::text)) $$;

-- Notes a read that disclosed something.
create function access.note_agent_read(p access.pass, p_conversation uuid, p_at timestamptz) returns void language sql volatile as $$
  insert into access.agent_read (person_id, app_id, conversation_id, at) values (p.person_id, p.app_id, p_conversation, p_at)
  on conflict (person_id, app_id, conversation_id) do update set at = excluded.at
$$;

-- The other conversations in which the agent has read within the window: none means that the write is free.
create function access.read_elsewhere(p access.pass, p_conversation uuid) returns uuid[] language sql volatile as $$
  select coalesce(array_agg(r.conversation_id order by r.at desc), '{}') from access.agent_read r
  where r.person_id = p.person_id and r.app_id = p.app_id and r.conversation_id <> p_conversation
    and r.at > clock_timestamp() - access.agent_window()
$$;

-- How the write of an idempotency key stands. status: ok (approved: write it under this id), approval_asked (for the first time),
-- approval_needed (still asked), approval_denied, approval_expired, approvals_full (the grant has 5 that wait), key_reused. at: when it ends.
create type access.asked as (status text, id uuid, at timestamptz);
create function access.ask_approval(
  p access.pass, p_conversation uuid, p_key bytea, p_request bytea, p_body text, p_reply_to uuid, p_has_read uuid[]
) returns access.asked language plpgsql volatile as $$
declare a access.approval; v_now timestamptz := clock_timestamp(); v_pending bigint; v_max constant int := 5; v_lasts constant interval := '10 minutes';
begin
  select * into a from access.approval w where w.person_id = p.person_id and w.app_id = p.app_id and w.key_hash = p_key for update;
  if not found then
    select count(*) into v_pending from access.approval w where w.grant_id = p.grant_id and w.state = 'pending' and w.expires_at > v_now;
    if v_pending >= v_max then return ('approvals_full', null, null)::access.asked; end if;
    insert into access.approval (id, person_id, app_id, grant_id, conversation_id, key_hash, request_hash, body, reply_to, has_read, asked_at, expires_at)
      values (gen_random_uuid(), p.person_id, p.app_id, p.grant_id, p_conversation, p_key, p_request, p_body, p_reply_to, p_has_read, v_now, v_now + v_lasts)
      returning * into a;
    return ('approval_asked', a.id, a.expires_at)::access.asked;
  end if;
  return (case
    when a.request_hash <> p_request then 'key_reused'
    when a.state = 'denied' then 'approval_denied'
    when a.grant_id <> p.grant_id or a.expires_at <= v_now then 'approval_expired'
    when a.state = 'pending' then 'approval_needed'
    else 'ok' end, a.id, a.expires_at)::access.asked;
end $$;

-- Records what the person decided, for the person, the app and the grant.
create function access.record_decision(a access.approval, p_kind text, p_at timestamptz) returns void language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare v_event uuid := gen_random_uuid();
begin
  perform log.record(v_event, p_kind, a.person_id, a.app_id, a.grant_id, a.conversation_id, p_at, array[a.person_id, a.app_id],
    json_build_object('v', 1, 't', p_kind, 'id', v_event, 'at', p_at, 'app', log.lid(a.app_id))::text,
    json_build_object('g', a.grant_id, 'who', log.lid(a.person_id), 'conv', a.conversation_id, 'message', a.id,
      'content', encode(sha256(convert_to(a.body, 'UTF8')), 'hex'), 'answers', a.reply_to)::text);
end $$;

-- The person approves or denies. It writes nothing: the app's next request with its key does. status: ok, repeated (decided so already),
-- over (decided otherwise, too late, or the permission has ended), missing (no such approval of this person).
create function access.decide_approval(p_id uuid, p_person uuid, p_state text) returns text language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare a access.approval; g grants.grant; r grants.app; v_at timestamptz;
begin
  select * into a from access.approval w where w.id = p_id and w.person_id = p_person for update;
  if not found then return 'missing'; end if;
  if a.state = p_state then return 'repeated'; end if;
  v_at := clock_timestamp();
  select * into g from grants.grant where id = a.grant_id;
  select * into r from grants.app where id = a.app_id;
  if a.state <> 'pending' or a.expires_at <= v_at or not grants.live(g, r, v_at) then return 'over'; end if;
  -- The app has as long again to come back.
  update access.approval w set state = p_state, decided_at = v_at,
    expires_at = case when p_state = 'approved' then v_at + interval '10 minutes' else w.expires_at end where w.id = p_id;
  perform access.record_decision(a, case when p_state = 'approved' then 'approve' else 'deny' end, v_at);
  return 'ok';
end $$;

revoke all on function access.agent_window, access.line_up, access.note_agent_read, access.read_elsewhere, access.ask_approval,
  access.record_decision, access.decide_approval from public;
