-- Writing and deleting through the gate.

-- Writes one message as the person of the grant, labelled with the app. p_key is the hash of the Idempotency-Key, p_request that of
-- the request: the same key with the same request answers with the first message (repeated), with another one with key_reused.
-- shared to salt_o open its entry; a repeated request gets those of the first again. salt: that of the message's commitment, gone when the
-- message has been deleted since.
-- status: ok, repeated, missing, kind_missing (the grant is for other kinds of message), key_reused, not_friends, no_reply_target, one of
-- access.ask_approval (then id and at are those of the approval, and nothing is written), or a refusal of the gate.
create function access.write_message(
  p_token bytea, p_jkt text, p_proof bytea, p_sent text, p_conversation uuid, p_key bytea, p_request bytea, p_body text, p_reply_to uuid
) returns table (
  status text, id uuid, at timestamptz, person_id uuid, name text, client_id text, deleted_at timestamptz, grant_id uuid, salt bytea,
  shared text, salt_s bytea, owner text, salt_o bytea, was_approved boolean
) language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  p access.pass := access.gate(p_token, p_jkt, p_proof, 'write'); v_from bigint; k access.write_key; r record; v_id uuid := gen_random_uuid();
  e conversations.event; o log.opening; v_asked record; v_elsewhere uuid[];
begin
  status := p.status; person_id := p.person_id; client_id := p.client_id;
  if p.status <> 'ok' then return next; return; end if;
  v_from := access.reach_from(p, p_conversation);
  if v_from is null then status := 'missing'; return next; return; end if;
  if conversations.kind_of(p_body) <> all (p.kinds) then status := 'kind_missing'; return next; return; end if;
  -- Two requests with one key: the second waits here for the first, then finds its row.
  insert into access.write_key (person_id, app_id, key_hash, request_hash, conversation_id, message_id, at)
    values (p.person_id, p.app_id, p_key, p_request, p_conversation, v_id, clock_timestamp()) on conflict do nothing;
  if not found then
    select * into k from access.write_key w where w.person_id = p.person_id and w.app_id = p.app_id and w.key_hash = p_key;
    if k.request_hash <> p_request then status := 'key_reused'; return next; return; end if;
    select q.name into name from people.person q where q.id = p.person_id;
    status := 'repeated'; id := k.message_id; at := k.message_at;
    select f.grant_id, f.shared, f.salt_s, f.owner, f.salt_o into grant_id, shared, salt_s, owner, salt_o from log.entry f where f.event_id = k.event_id;
    select f.salt, f.deleted_at into salt, deleted_at from conversations.event f where f.conversation_id = k.conversation_id and f.id = k.message_id;
    return next; return;
  end if;
  if p_reply_to is not null and not exists (
    select from grants.disclosed(p_conversation, p.person_id, p.app_id, p.own_only, v_from, p.kinds) d where d.id = p_reply_to and not d.withheld
  ) then
    status := 'no_reply_target';
  elsif p.agent then
    v_elsewhere := access.read_elsewhere(p, p_conversation);
    if cardinality(v_elsewhere) > 0 then
      v_asked := access.ask_approval(p, p_conversation, p_key, p_request, p_body, p_reply_to, v_elsewhere);
      status := v_asked.status; id := v_asked.id; at := v_asked.at;
      v_id := coalesce(v_asked.id, v_id);
    end if;
  end if;
  if status <> 'ok' then null;
  elsif p.once and not access.take_use(p) then
    status := 'grant_ended';
  else
    -- Before the lock of the conversation, as in access.disclose.
    perform access.record_key(p, clock_timestamp());
    select a.status, a.seq, a.at into r from conversations.append_messages(
      array[p_conversation], array[p.person_id], array[v_id], array[p_body], array[p_reply_to], array[p.app_id], array[p.grant_id]) a;
    status := r.status; at := r.at;
    if p.once and status <> 'ok' then perform access.give_back_use(p); end if;
  end if;
  if status <> 'ok' then
    delete from access.write_key w where w.person_id = p.person_id and w.app_id = p.app_id and w.key_hash = p_key;
    return next; return;
  end if;
  select f.* into e from conversations.event f where f.conversation_id = p_conversation and f.seq = r.seq;
  o := access.record(p, 'write', p_conversation, r.at, 1, array[p.person_id],
    access.item(v_id, 0, e.commitment, false, e.seq, access.own_target(p, p_conversation, e.seq),
      case when p.kinds is not null then e.content_kind end), p_sent);
  grant_id := p.grant_id; salt := e.salt; shared := o.shared; salt_s := o.salt_s; owner := o.owner; salt_o := o.salt_o;
  was_approved := cardinality(v_elsewhere) > 0;
  if was_approved then update access.approval q set written_at = r.at, body = null where q.id = v_id; end if;
  update access.write_key w set message_id = v_id, message_at = r.at, event_id = (o.shared::json ->> 'id')::uuid
    where w.person_id = p.person_id and w.app_id = p.app_id and w.key_hash = p_key;
  select q.name into name from people.person q where q.id = p.person_id;
  id := v_id;
  return next;
end $$;

-- Deletes a message of the grant's person for everyone. status: ok, repeated (it is deleted already), missing, message_missing (not
-- disclosed by the rule, or no such message), not_yours (somebody else wrote it), own_only (the person wrote it, but not through this app), or a
-- refusal of the gate.
create function access.delete_message(p_token bytea, p_jkt text, p_proof bytea, p_sent text, p_conversation uuid, p_message uuid)
returns table (status text, grant_id uuid, shared text, salt_s bytea, owner text, salt_o bytea) language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare p access.pass := access.gate(p_token, p_jkt, p_proof, 'delete'); v_from bigint; e grants.disclosed_message; r record; o log.opening;
begin
  status := p.status;
  if p.status <> 'ok' then return next; return; end if;
  v_from := access.reach_from(p, p_conversation);
  if v_from is null then status := 'missing'; return next; return; end if;
  select * into e from grants.disclosed(p_conversation, p.person_id, p.app_id, p.own_only, v_from, p.kinds) d where d.id = p_message and not d.withheld;
  if e.id is null then status := 'message_missing'; return next; return; end if;
  if e.person_id <> p.person_id then status := 'not_yours'; return next; return; end if;
  if p.own_only and e.app_id is distinct from p.app_id then status := 'own_only'; return next; return; end if;
  if e.deleted_at is not null then status := 'repeated'; return next; return; end if;
  if p.once and not access.take_use(p) then status := 'grant_ended'; return next; return; end if;
  perform access.record_key(p, clock_timestamp());
  select d.* into r from conversations.delete_message(p_conversation, p_message, p.person_id, p.app_id, p.grant_id) d;
  -- Between the look and the lock another request has deleted it, or the person has left.
  if r.status <> 'ok' then
    if p.once then perform access.give_back_use(p); end if;
    status := r.status; return next; return;
  end if;
  o := access.record(p, 'delete', p_conversation, r.at, 1, array[p.person_id],
    access.item(e.id, 0, e.commitment, false, e.seq, access.own_target(p, p_conversation, e.seq),
      case when p.kinds is not null then e.content_kind end), p_sent);
  grant_id := p.grant_id; shared := o.shared; salt_s := o.salt_s; owner := o.owner; salt_o := o.salt_o;
  return next;
end $$;
