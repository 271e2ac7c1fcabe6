-- Reading through the gate: pages of one conversation, one message, changes across conversations.

-- What a read answers with: one row, so that it exists only after the commit and is cheap to carry. people: [[id, name], ...] of the
-- authors. items: a JSON array, one array per message in the order that disclose() lists. replies: of the messages that they answer, each
-- that is disclosed itself, its id by its seq. until: see read_changes. shared to salt_o: what
-- opens the entry; null when nothing was disclosed.
create type access.page as (
  status text, person_id uuid, client_id text, grant_id uuid, people json, items text, replies json, n int, last_conversation uuid, last_seq bigint, until text,
  shared text, salt_s bytea, owner text, salt_o bytea,
  -- The page has as many items as it may, so there may be more. per_day: the grant's budget.
  is_full boolean, per_day int,
  -- This read has put a notice of the grant into the conversation.
  told boolean
);

-- Milliseconds since the epoch, cut off and not rounded, as the rest of the platform reads a time.
-- The float has a step of a quarter of a microsecond, so the microseconds are exact.
create function access.in_ms(p_at timestamptz) returns bigint language sql stable as
$$ select (date_part('epoch', p_at) * 1000000)::bigint / 1000 $$;

create function access.page_of(p access.pass, p_status text) returns access.page language sql immutable as
$$ select (p_status, p.person_id, p.client_id, p.grant_id, '[]', '[]', null, 0, null, null, null, null, null, null, null, false, p.per_day, false)::access.page $$;

-- Discloses messages of one conversation in seq order and records the access, unless there was nothing to disclose. Whoever is in the
-- conversation and has not been told of the grant is told in it, in the same transaction.
-- p_after, p_upto: only messages after the one seq and up to the other; p_only: of them just these.
-- The caller has passed the gate and knows p_from. items: [seq, id, place of its author among people, own,
-- reply to, at in milliseconds, deleted at, salt of its commitment, content]; the content is JSON text as stored, so nothing is parsed or
-- escaped here. One that its author withholds is [seq, id]; the entry names neither it nor its author.
create function access.disclose(
  p access.pass, p_conversation uuid, p_from bigint, p_after bigint, p_upto bigint, p_only bigint[], p_limit int, p_sent text
) returns access.page language plpgsql volatile as $$
declare v access.page := access.page_of(p, 'ok'); v_entry text; v_authors uuid[]; v_told int; v_answered bigint[]; o log.opening; v_at timestamptz;
begin
  with page as materialized (
    select d.seq, d.id, d.withheld, d.person_id, d.app_id, d.reply_to, d.reply_person_id, d.reply_app_id, d.content_kind, d.body, d.at, d.deleted_at, d.commitment, d.salt
    from grants.disclosed(p_conversation, p.person_id, p.app_id, p.own_only, p_from, p.kinds) d
    where d.seq > p_after and d.seq <= p_upto and (p_only is null or d.seq = any (p_only))
    order by d.seq limit p_limit
  ), author as materialized (
    select a.person_id, q.name, row_number() over (order by a.person_id) - 1 as place
    from (select distinct person_id from page where not withheld) a left join people.person q on q.id = a.person_id
  )
  select count(*), max(m.seq), p_conversation,
    coalesce('[' || string_agg(case when m.withheld then '[' || m.seq || ',"' || m.id || '"]' else
      '[' || m.seq || ',"' || m.id || '",' || a.place || ','
        || case when m.person_id = p.person_id and m.app_id = p.app_id then 'true' else 'false' end || ','
        || coalesce(m.reply_to::text, 'null') || ','
        || access.in_ms(m.at) || ',' || coalesce(access.in_ms(m.deleted_at)::text, 'null') || ','
        || coalesce('"' || encode(m.salt, 'base64') || '"', 'null') || ',' || coalesce(m.body, 'null') || ']' end, ',' order by m.seq) || ']', '[]'),
    string_agg(access.item(m.id, a.place, m.commitment, m.deleted_at is not null, m.seq,
      -- As in access.own_target, without a call for each row.
      case when p.own_only and m.reply_person_id = p.person_id and m.reply_app_id = p.app_id then (
        select r.id from conversations.event r where r.conversation_id = p_conversation and r.seq = m.reply_to) end,
      case when p.kinds is not null then m.content_kind end), ',' order by m.seq) filter (where not m.withheld),
    (select array_agg(person_id order by place) from author), count(*) filter (where not m.withheld),
    (select coalesce(json_agg(json_build_array(person_id, name) order by place), '[]') from author),
    array_agg(m.reply_to) filter (where m.reply_to is not null)
  into v.n, v.last_seq, v.last_conversation, v.items, v_entry, v_authors, v_told, v.people, v_answered
  from page m left join author a on a.person_id = m.person_id;
  if v_answered is not null then
    -- The answered message is named only where it is disclosed itself.
    select json_object_agg(d.seq, d.id) into v.replies
      from grants.disclosed(p_conversation, p.person_id, p.app_id, p.own_only, p_from, p.kinds) d where d.seq = any (v_answered);
  end if;
  if v.n > 0 then
    if not grants.is_told(p.grant_id, p_conversation) then
      -- The key before the lock of a conversation, as in writes, so that no two first accesses wait for each other.
      perform access.record_key(p, clock_timestamp());
      v.told := grants.tell_here(p.grant_id, p_conversation);
    end if;
    -- Counted on the day that the entry tells.
    v_at := coalesce(p.counted_at, clock_timestamp());
    if p.per_day is not null then perform grants.spend_budget(p.grant_id, v_at, v_told); end if;
    o := access.record(p, 'read', p_conversation, v_at, v_told, v_authors, v_entry, p_sent);
    v.shared := o.shared; v.salt_s := o.salt_s; v.owner := o.owner; v.salt_o := o.salt_o;
  end if;
  v.is_full := v.n = p_limit;
  return v;
end $$;

-- A page of a conversation, rising seq after p_after, cut to what is left of the grant's budget. status: ok, missing, budget_used, or a
-- refusal of the gate.
create function access.read_messages(p_token bytea, p_jkt text, p_proof bytea, p_sent text, p_conversation uuid, p_after bigint, p_limit int)
returns access.page language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare p access.pass := access.gate(p_token, p_jkt, p_proof, 'read'); v_from bigint; v access.page;
begin
  if p.status <> 'ok' then return access.page_of(p, p.status); end if;
  v_from := access.reach_from(p, p_conversation);
  if v_from is null then return access.page_of(p, 'missing'); end if;
  p := access.open_budget(p);
  if p.left_today <= 0 then return access.page_of(p, 'budget_used'); end if;
  if p.once and not access.take_use(p) then return access.page_of(p, 'grant_ended'); end if;
  v := access.disclose(p, p_conversation, v_from, p_after, 9223372036854775807, null, least(p_limit, p.left_today), p_sent);
  if p.once and v.n = 0 then perform access.give_back_use(p); end if;
  return v;
end $$;

-- One message by its id. status: ok, missing, message_missing, budget_used, or a refusal of the gate.
create function access.read_message(p_token bytea, p_jkt text, p_proof bytea, p_sent text, p_conversation uuid, p_message uuid)
returns access.page language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare p access.pass := access.gate(p_token, p_jkt, p_proof, 'read'); v_from bigint; v_seq bigint;
begin
  if p.status <> 'ok' then return access.page_of(p, p.status); end if;
  v_from := access.reach_from(p, p_conversation);
  if v_from is null then return access.page_of(p, 'missing'); end if;
  select d.seq into v_seq from grants.disclosed(p_conversation, p.person_id, p.app_id, p.own_only, v_from, p.kinds) d where d.id = p_message;
  if v_seq is null then return access.page_of(p, 'message_missing'); end if;
  p := access.open_budget(p);
  if p.left_today <= 0 then return access.page_of(p, 'budget_used'); end if;
  if p.once and not access.take_use(p) then return access.page_of(p, 'grant_ended'); end if;
  return access.disclose(p, p_conversation, v_from, v_seq - 1, v_seq, null, 1, p_sent);
end $$;

-- Messages written, deleted or restored since p_base and not after p_until, both results of pg_current_snapshot(), in the order of
-- (conversation, seq) after the given place. A null p_until means now; the answer says which it was, for the next page of the walk.
-- Within a conversation the order of commits is the order of seq, so what a snapshot does not see is the tail. One row per
-- conversation that has something; the last one's place is that of the event which made its last message appear.
create function access.read_changes(
  p_token bytea, p_jkt text, p_proof bytea, p_sent text, p_base text, p_until text, p_conversation uuid, p_seq bigint, p_limit int
) returns setof access.page language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  p access.pass := access.gate(p_token, p_jkt, p_proof, 'read'); c record; v access.page; v_only bigint[]; v_low bigint; v_high bigint; v_last bigint;
  v_base pg_snapshot := coalesce(p_base, '1:1:')::pg_snapshot; v_until pg_snapshot; v_limit int; v_left int; v_seen bigint;
begin
  if p.status <> 'ok' then return next access.page_of(p, p.status); return; end if;
  -- A cursor of a time that this database has lost (a backup was put in place) would pass over what came since.
  if greatest(pg_snapshot_xmax(v_base), pg_snapshot_xmax(p_until::pg_snapshot)) > pg_snapshot_xmax(pg_current_snapshot()) then
    return next access.page_of(p, 'cursor_ahead'); return;
  end if;
  p := access.open_budget(p);
  if p.left_today <= 0 then return next access.page_of(p, 'budget_used'); return; end if;
  v_limit := least(p_limit, p.left_today); v_left := v_limit;
  if p.once and not access.take_use(p) then return next access.page_of(p, 'grant_ended'); return; end if;
  v_until := coalesce(p_until::pg_snapshot, pg_current_snapshot());
  v := access.page_of(p, 'ok'); v.until := v_until::text; return next v;
  for c in
    select r.conversation_id, r.from_seq from grants.reach(p.grant_id, p.person_id) r
    join conversations.conversation k on k.id = r.conversation_id
    where not pg_visible_in_snapshot(k.last_xid, v_base) and (p_conversation is null or r.conversation_id >= p_conversation)
    order by r.conversation_id
  loop
    -- Inside the conversation that the walk has come to, its place says what was seen; else the tail that the snapshot does not see.
    v_seen := case when c.conversation_id = p_conversation then p_seq else 0 end;
    if v_seen <= 0 and p_base is not null then
      select e.seq into v_seen from conversations.event e
        where e.conversation_id = c.conversation_id and pg_visible_in_snapshot(e.xid, v_base) order by e.seq desc limit 1;
      v_seen := coalesce(v_seen, 0);
    end if;
    -- A new deletion or restoring shows its message again as it is now, unless that message is new itself and so stands in its own place;
    -- of several the last one does, so that no walk shows a message twice. They count only as far as the new messages of this page reach.
    with news as materialized (
      select d.seq from grants.disclosed(c.conversation_id, p.person_id, p.app_id, p.own_only, c.from_seq, p.kinds) d
      where d.seq > v_seen and pg_visible_in_snapshot(d.xid, v_until) order by d.seq limit v_left
    ), turned as materialized (
      select max(e.seq) as step, d.seq as message
      from conversations.event e
      cross join lateral grants.disclosed(c.conversation_id, p.person_id, p.app_id, p.own_only, c.from_seq, p.kinds) d
      -- Without a base all messages are new.
      where p_base is not null and e.conversation_id = c.conversation_id and e.kind in ('deletion', 'restored') and e.seq > v_seen and pg_visible_in_snapshot(e.xid, v_until)
        and d.seq = e.target and not d.withheld and pg_visible_in_snapshot(d.xid, v_base)
      group by d.seq
      having max(e.seq) < (select case when count(*) = v_left then max(n.seq) else 9223372036854775807 end from news n)
      order by step limit v_left
    )
    select array_agg(s.message), min(s.message), max(s.message), max(s.step) into v_only, v_low, v_high, v_last
    from (select seq as step, seq as message from news union all select step, message from turned order by step limit v_left) s;
    if v_only is not null then
      v := access.disclose(p, c.conversation_id, c.from_seq, v_low - 1, v_high, v_only, v_left, p_sent);
      v.last_seq := v_last;
      v_left := v_left - v.n;
      v.is_full := v_left <= 0;
      return next v;
      exit when v_left <= 0;
    end if;
  end loop;
  if p.once and v_left = v_limit then perform access.give_back_use(p); end if;
end $$;
