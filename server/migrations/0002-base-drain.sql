-- The barrier of every change that takes something away: waits until each partner transaction that was open at the call has ended.
-- Called after that change has committed, outside a transaction: what starts later sees the change, what was open has then ended.
-- Sound because a transaction's start is published before it takes its snapshot, and partners hold no prepared transactions. Whoever
-- stays open for longer than p_patience_ms is cut off: a session can lift its own timeouts, but it cannot hold a revoke up.
-- Returns the number of rounds.
create function base.drain(p_patience_ms int default 2500) returns int language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_open text[]; v_rounds int := 0; v_patience timestamptz := clock_timestamp() + p_patience_ms * interval '1 millisecond';
begin
  perform pg_stat_clear_snapshot();
  select coalesce(array_agg(pid || ':' || xact_start), '{}') into v_open from pg_stat_activity
    where usename = 'parley_partner' and datname = current_database() and xact_start is not null;
  while cardinality(v_open) > 0 loop
    if clock_timestamp() > v_patience then
      perform pg_terminate_backend(split_part(o, ':', 1)::int) from unnest(v_open) o;
      if clock_timestamp() > v_patience + interval '10 seconds' then raise exception 'accesses that were open do not end'; end if;
    end if;
    perform pg_sleep(0.001);
    v_rounds := v_rounds + 1;
    perform pg_stat_clear_snapshot();
    select coalesce(array_agg(pid || ':' || xact_start), '{}') into v_open from pg_stat_activity
      where pid || ':' || xact_start = any (v_open);
  end loop;
  return v_rounds;
end $$;
