-- Budgets: how many messages a grant with a limit has disclosed on each day.

-- Only grants with per_day have rows here, so that no other access waits for one. Days are those of UTC, which an entry's own time tells.
create table grants.budget (
  grant_id uuid not null references grants.grant,
  day date not null,
  read_n int not null default 0,
  primary key (grant_id, day)
);

-- What is left of a grant's budget today, as at. It stays so until the end of the transaction: of two accesses at once the second waits.
create function grants.open_budget(p_grant uuid, p_per_day int) returns table (left_today int, at timestamptz)
language plpgsql volatile as $$
declare v_day date;
begin
  loop
    v_day := (clock_timestamp() at time zone 'UTC')::date;
    insert into grants.budget (grant_id, day) values (p_grant, v_day) on conflict do nothing;
    select p_per_day - b.read_n into left_today from grants.budget b where b.grant_id = p_grant and b.day = v_day for update;
    at := clock_timestamp();
    -- It may have waited past midnight.
    exit when (at at time zone 'UTC')::date = v_day;
  end loop;
  return next;
end $$;

-- Counts what was disclosed as at. The caller has opened the budget and keeps to what is left.
create function grants.spend_budget(p_grant uuid, p_at timestamptz, p_n int) returns void language sql volatile as $$
  update grants.budget set read_n = read_n + p_n where grant_id = p_grant and day = (p_at at time zone 'UTC')::date
$$;
