-- Reading through the gate: pages of one conversation, one message, changes across conversations.

-- One disclosed message. The first row carries the status; a page without messages is that row alone.
create type access.message as (
  status text, conversation_id uuid, seq bigint, id uuid, person_id uuid, name text, own boolean, reply_to uuid, body text,
  at timestamptz, deleted_at timestamptz, person_of_grant uuid, client_id text
);

-- Discloses messages of one conversation in seq order and records the access, unless there was nothing to disclose.
-- p_after: only messages after this seq; or p_only: just these seqs. The caller has passed the gate and knows p_from.
create function access.disclose(p access.pass, p_conversation uuid, p_from bigint, p_after bigint, p_only bigint[], p_limit int, p_req bytea)
returns setof access.message language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  r record; m access.message; v_people jsonb := access.authors(p_conversation); v_author jsonb; v_n int := 0;
  v_items text[] := '{}'; v_lids text[] := '{}';
begin
  for r in
    select d.* from grants.disclosed(p_conversation, p.person_id, p.app_id, p.own_only, p_from) d
    where d.seq > p_after and (p_only is null or d.seq = any(p_only))
    order by d.seq limit p_limit
  loop
    -- A person whose account was erased has neither name nor lid any more.
    v_author := coalesce(v_people -> r.person_id::text, '["", ""]');
    m := ('ok', p_conversation, r.seq, r.id, r.person_id, v_author ->> 0, r.person_id = p.person_id and r.app_id is not distinct from p.app_id,
      null, r.body, r.at, r.deleted_at, p.person_id, null);
    if r.reply_to is not null then
      -- The answered message is named only where it is disclosed itself.
      select d.id into m.reply_to from grants.disclosed(p_conversation, p.person_id, p.app_id, p.own_only, p_from) d where d.seq = r.reply_to;
    end if;
    v_items := v_items || ('["' || r.id || '","' || coalesce(v_author ->> 1, '') || '","' || encode(r.commitment, 'hex') || '"]');
    v_lids := v_lids || coalesce(v_author ->> 1, '');
    v_n := v_n + 1;
    return next m;
  end loop;
  if v_n > 0 then
    perform access.record(p, gen_random_uuid(), 'read', p_conversation, clock_timestamp(), v_n,
      (select json_agg(distinct lid)::text from unnest(v_lids) lid), '[' || array_to_string(v_items, ',') || ']', p_req);
  end if;
end $$;

create function access.status_row(p access.pass, p_status text) returns access.message language sql immutable as
$$ select (p_status, null, null, null, null, null, null, null, null, null, null, p.person_id, p.client_id)::access.message $$;

-- A page of a conversation, rising seq after p_after. status: ok, missing, or a refusal of the gate.
create function access.read_messages(p_token bytea, p_jkt text, p_proof bytea, p_req bytea, p_conversation uuid, p_after bigint, p_limit int)
returns setof access.message language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare p access.pass := access.gate(p_token, p_jkt, p_proof, 'read'); v_from bigint;
begin
  if p.status <> 'ok' then return next access.status_row(p, p.status); return; end if;
  v_from := access.reach_from(p, p_conversation);
  if v_from is null then return next access.status_row(p, 'missing'); return; end if;
  if not access.take_use(p) then return next access.status_row(p, 'grant_ended'); return; end if;
  return next access.status_row(p, 'ok');
  return query select * from access.disclose(p, p_conversation, v_from, p_after, null, p_limit, p_req);
end $$;

-- One message by its id. status: ok, missing, message_missing, or a refusal of the gate.
create function access.read_message(p_token bytea, p_jkt text, p_proof bytea, p_req bytea, p_conversation uuid, p_message uuid)
returns setof access.message language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare p access.pass := access.gate(p_token, p_jkt, p_proof, 'read'); v_from bigint; v_seq bigint;
begin
  if p.status <> 'ok' then return next access.status_row(p, p.status); return; end if;
  v_from := access.reach_from(p, p_conversation);
  if v_from is null then return next access.status_row(p, 'missing'); return; end if;
  select d.seq into v_seq from grants.disclosed(p_conversation, p.person_id, p.app_id, p.own_only, v_from) d where d.id = p_message;
  if v_seq is null then return next access.status_row(p, 'message_missing'); return; end if;
  if not access.take_use(p) then return next access.status_row(p, 'grant_ended'); return; end if;
  return next access.status_row(p, 'ok');
  return query select * from access.disclose(p, p_conversation, v_from, 0, array[v_seq], 1, p_req);
end $$;

-- Messages written or deleted since p_base and not after p_until, both results of pg_current_snapshot(), in the order of
-- (conversation, seq) after the given place. A null p_until means now and is returned in the first row's body, for the next page.
-- Within a conversation the order of commits is the order of seq, so what a snapshot does not see is the tail.
create function access.read_changes(
  p_token bytea, p_jkt text, p_proof bytea, p_req bytea, p_base text, p_until text, p_conversation uuid, p_seq bigint, p_limit int
) returns setof access.message language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  p access.pass := access.gate(p_token, p_jkt, p_proof, 'read'); c record; m access.message; v_only bigint[]; v_step bigint[]; v_last bigint;
  v_base pg_snapshot := coalesce(p_base, '1:1:')::pg_snapshot; v_until pg_snapshot; v_left int := p_limit; v_seen bigint;
begin
  if p.status <> 'ok' then return next access.status_row(p, p.status); return; end if;
  if not access.take_use(p) then return next access.status_row(p, 'grant_ended'); return; end if;
  v_until := coalesce(p_until::pg_snapshot, pg_current_snapshot());
  m := access.status_row(p, 'ok'); m.body := v_until::text; return next m;
  for c in
    select r.conversation_id, r.from_seq from grants.reach(p.grant_id, p.person_id, p.all_conversations) r
    join conversations.conversation k on k.id = r.conversation_id
    where not pg_visible_in_snapshot(k.last_xid, v_base) and (p_conversation is null or r.conversation_id >= p_conversation)
    order by r.conversation_id
  loop
    select e.seq into v_seen from conversations.event e
      where e.conversation_id = c.conversation_id and pg_visible_in_snapshot(e.xid, v_base) order by e.seq desc limit 1;
    v_seen := greatest(coalesce(v_seen, 0), case when c.conversation_id = p_conversation then p_seq else 0 end);
    -- A new deletion shows its message again, as deleted, unless that message is new itself and so stands in its own place.
    select array_agg(s.step order by s.step), array_agg(s.message order by s.step) into v_step, v_only
    from (
      select e.seq as step, d.seq as message
      from conversations.event e
      cross join lateral grants.disclosed(c.conversation_id, p.person_id, p.app_id, p.own_only, c.from_seq) d
      where e.conversation_id = c.conversation_id and e.seq > v_seen and pg_visible_in_snapshot(e.xid, v_until)
        and ((e.kind = 'message' and d.seq = e.seq)
          or (e.kind = 'deletion' and d.seq = e.target and pg_visible_in_snapshot(d.xid, v_base)))
      order by e.seq limit v_left
    ) s;
    if v_only is not null then
      for m in select * from access.disclose(p, c.conversation_id, c.from_seq, 0, v_only, v_left, p_req) loop
        -- seq is the place in the walk: that of the event which made the message appear here.
        m.seq := v_step[array_position(v_only, m.seq)];
        return next m;
      end loop;
      v_left := v_left - cardinality(v_only);
      exit when v_left <= 0;
    end if;
  end loop;
end $$;
