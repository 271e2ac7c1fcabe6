-- How people become friends and part: requests, invite links, standing.

-- hidden: the one who is asked blocks the one who asks. The asker sees a request like any other; the asked one never sees it.
create table people.friend_request (
  from_id uuid not null references people.person,
  to_id uuid not null references people.person,
  at timestamptz not null,
  hidden boolean not null default false,
  primary key (from_id, to_id),
  check (from_id <> to_id)
);
create index friend_request_to on people.friend_request (to_id);

-- One link per person; a new one takes the place of the old. The code is kept as its SHA-256 only.
create table people.invite (
  person_id uuid primary key references people.person,
  code_hash bytea not null unique check (length(code_hash) = 32),
  ends_at timestamptz not null,
  uses_left int not null check (uses_left >= 0)
);

-- Whatever is between two people changes under this lock, held to the end of the transaction: so asking, accepting, unfriending and
-- blocking at once happen one after the other, and a statement after the lock sees what the one before has done.
create function people.lock_pair(p_a uuid, p_b uuid) returns void language sql volatile set search_path = pg_catalog, pg_temp as $$
  select pg_advisory_xact_lock(hashtextextended('people.pair' || least(p_a, p_b) || greatest(p_a, p_b), 0))
$$;

-- How p_other stands to p_me, as p_me may know it: a block by p_other does not show.
create function people.standing(p_me uuid, p_other uuid) returns text language sql stable set search_path = pg_catalog, pg_temp as $$
  select case
    when p_me = p_other then 'you'
    when exists (select from people.block where person_id = p_me and blocked_id = p_other) then 'blocked'
    when exists (select from people.friendship where low_id = least(p_me, p_other) and high_id = greatest(p_me, p_other)) then 'friend'
    when exists (select from people.friend_request where from_id = p_me and to_id = p_other) then 'asked'
    when exists (select from people.friend_request where from_id = p_other and to_id = p_me and not hidden) then 'asks_you'
    else 'none'
  end
$$;

-- Makes two people friends and ends what was asked between them. The caller holds lock_pair.
create function people.make_friends(p_a uuid, p_b uuid, p_at timestamptz) returns void language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
begin
  delete from people.friend_request where (from_id = p_a and to_id = p_b) or (from_id = p_b and to_id = p_a);
  insert into people.friendship (low_id, high_id, since) values (least(p_a, p_b), greatest(p_a, p_b), p_at) on conflict do nothing;
end $$;

-- A time as whole milliseconds, for places in lists: all times of this room are made with that precision.
create function people.ms(p_at timestamptz) returns bigint language sql immutable set search_path = pg_catalog, pg_temp as
$$ select (extract(epoch from p_at) * 1000)::bigint $$;
