-- Tells the members of a conversation, in it, that an app can read there: before its first read of what they wrote.

-- Where the members know that a grant reads: the seq of the notice. Who has joined since has not seen it.
create table grants.told (
  grant_id uuid not null references grants.grant,
  conversation_id uuid not null references conversations.conversation,
  seq bigint not null,
  primary key (grant_id, conversation_id)
);

-- Whether everybody who is in a conversation now has been told there of a grant that reads. Two look-ups by primary key.
create function grants.is_told(p_grant uuid, p_conversation uuid) returns boolean language sql stable as $$
  select exists (
    select from grants.told t where t.grant_id = p_grant and t.conversation_id = p_conversation and not exists (
      select from conversations.member m where m.conversation_id = p_conversation and m.left_seq is null and m.joined_seq >= t.seq))
$$;

-- Tells of a grant that has just been given, wherever it reaches for now; returns the conversations with a new notice. p_replaced: the grants of
-- the same person and app whose place it takes. What one of them saw already is not told again. What was written while the consent was on
-- its way stands before the notice, and a grant from now on does not read it.
create function grants.tell_given(p_grant uuid, p_replaced uuid[]) returns uuid[] language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare g grants.grant; v_sees text; v_new uuid[];
begin
  select * into g from grants.grant where id = p_grant;
  if not g.may_read then return '{}'; end if;
  v_sees := case when g.own_only then 'own' when g.all_history then 'all' else 'new' end;
  insert into grants.told (grant_id, conversation_id, seq)
    select p_grant, t.conversation_id, max(t.seq)
    from grants.reach(p_grant, g.person_id) r
    join grants.told t on t.grant_id = any (p_replaced) and t.conversation_id = r.conversation_id
    join conversations.event e on e.conversation_id = t.conversation_id and e.seq = t.seq and e.body = v_sees
    where grants.is_told(t.grant_id, t.conversation_id)
    group by t.conversation_id;
  v_new := array(
    select r.conversation_id from grants.reach(p_grant, g.person_id) r
    where not exists (select from grants.told t where t.grant_id = p_grant and t.conversation_id = r.conversation_id));
  with told as (
    insert into grants.told (grant_id, conversation_id, seq)
    select p_grant, a.conversation_id, a.seq from conversations.append_connected(v_new, g.person_id, g.app_id, p_grant, v_sees) a
    returning conversation_id, seq
  )
  update grants.grant_conversation c set from_seq = t.seq - 1 from told t
    where not g.all_history and c.grant_id = p_grant and c.conversation_id = t.conversation_id and c.from_seq < t.seq - 1;
  return v_new;
end $$;

-- Tells of a grant in a conversation that is younger than it, that it did not reach when it was given, or that somebody has joined since. The
-- caller has asked is_told; true when this call told. Of two first reads at once the second waits for the first and finds it told.
create function grants.tell_here(p_grant uuid, p_conversation uuid) returns boolean language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare g grants.grant; v_from bigint; v_seq bigint;
begin
  perform 1 from conversations.conversation where id = p_conversation for update;
  if grants.is_told(p_grant, p_conversation) then return false; end if;
  select * into g from grants.grant where id = p_grant;
  select from_seq into v_from from grants.grant_conversation where grant_id = p_grant and conversation_id = p_conversation;
  select a.seq into v_seq from conversations.append_connected(array[p_conversation], g.person_id, g.app_id, g.id,
    case when g.own_only then 'own' when v_from > 0 then 'new' else 'all' end) a;
  insert into grants.told (grant_id, conversation_id, seq) values (p_grant, p_conversation, v_seq)
    on conflict (grant_id, conversation_id) do update set seq = excluded.seq;
  return true;
end $$;
