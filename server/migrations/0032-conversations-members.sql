-- Opening conversations, and who is in a group.

-- Opens the direct conversation of two people, once; opened is false when it stands already. The caller has checked that they may.
create function conversations.open_direct(p_id uuid, p_person uuid, p_other uuid) returns table (id uuid, opened boolean)
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare v_at timestamptz := clock_timestamp(); v_low uuid := least(p_person, p_other); v_high uuid := greatest(p_person, p_other);
begin
  insert into conversations.conversation (id, kind, low_id, high_id, created_by, created_at, last_at)
    values (p_id, 'direct', v_low, v_high, p_person, v_at, v_at) on conflict (low_id, high_id) do nothing;
  opened := found;
  if opened then
    insert into conversations.member (conversation_id, person_id) values (p_id, v_low), (p_id, v_high);
  end if;
  select c.id into id from conversations.conversation c where c.low_id = v_low and c.high_id = v_high;
  return next;
end $$;

-- Opens a group of its maker and people who are all the maker's friends now. status: ok or not_friends.
create function conversations.open_group(p_id uuid, p_person uuid, p_title text, p_people uuid[]) returns text
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_at timestamptz := clock_timestamp();
begin
  if exists (select from unnest(p_people) f where not people.may_message(p_person, f)) then return 'not_friends'; end if;
  insert into conversations.conversation (id, kind, title, created_by, created_at, last_at)
    values (p_id, 'group', p_title, p_person, v_at, v_at);
  insert into conversations.member (conversation_id, person_id) select p_id, p from unnest(p_people || p_person) p;
  return 'ok';
end $$;

-- Locks a group that somebody is in. status: ok, missing or not_group.
create function conversations.lock_group(p_conversation uuid, p_person uuid) returns text
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_kind text;
begin
  select kind into v_kind from conversations.conversation where id = p_conversation for update;
  perform 1 from conversations.member where conversation_id = p_conversation and person_id = p_person and left_seq is null;
  if not found then return 'missing'; end if;
  return case when v_kind = 'group' then 'ok' else 'not_group' end;
end $$;

-- Adds friends of a member to a group; who is in it already is left out. One row per person added, with the seq after which they see
-- events: that of their own joining and all that follow. Without rows of people, one row with the status alone: ok, missing,
-- not_group, not_friends or group_full (nobody is added then).
create function conversations.add_members(p_conversation uuid, p_person uuid, p_people uuid[], p_members_max int)
returns table (status text, person_id uuid, after_seq bigint) language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare v_at timestamptz; v_new uuid[]; v_count bigint;
begin
  status := conversations.lock_group(p_conversation, p_person);
  if status <> 'ok' then return next; return; end if;
  v_at := clock_timestamp();
  select count(*) into v_count from conversations.member m where m.conversation_id = p_conversation and m.left_seq is null;
  select coalesce(array_agg(p order by p), '{}') into v_new from unnest(p_people) p where not exists (
    select from conversations.member m where m.conversation_id = p_conversation and m.person_id = p and m.left_seq is null);
  if exists (select from unnest(v_new) p where not people.may_message(p_person, p)) then
    status := 'not_friends'; return next; return;
  end if;
  if v_count + cardinality(v_new) > p_members_max then status := 'group_full'; return next; return; end if;
  return next;
  foreach person_id in array v_new loop
    after_seq := conversations.append_notice(p_conversation, 'joined', p_person, null, null, null, null, v_at, person_id) - 1;
    insert into conversations.member (conversation_id, person_id, joined_seq, read_seq) values (p_conversation, person_id, after_seq, after_seq)
      on conflict (conversation_id, person_id) do update
      set joined_seq = excluded.joined_seq, read_seq = excluded.read_seq, left_seq = null;
    return next;
  end loop;
end $$;

-- Takes a member out of a group. status: ok, missing or not_group.
create function conversations.leave_group(p_conversation uuid, p_person uuid) returns text
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_status text := conversations.lock_group(p_conversation, p_person); v_seq bigint;
begin
  if v_status <> 'ok' then return v_status; end if;
  v_seq := conversations.append_notice(p_conversation, 'left', p_person, null, null, null, null, clock_timestamp(), p_person);
  update conversations.member set left_seq = v_seq where conversation_id = p_conversation and person_id = p_person;
  return 'ok';
end $$;

-- Gives a group another title. status: ok, same (it has this title), missing or not_group.
create function conversations.rename_group(p_conversation uuid, p_person uuid, p_title text) returns text
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_status text := conversations.lock_group(p_conversation, p_person);
begin
  if v_status <> 'ok' then return v_status; end if;
  update conversations.conversation set title = p_title where id = p_conversation and title <> p_title;
  if not found then return 'same'; end if;
  perform conversations.append_notice(p_conversation, 'titled', p_person, null, null, null, p_title, clock_timestamp());
  return 'ok';
end $$;
