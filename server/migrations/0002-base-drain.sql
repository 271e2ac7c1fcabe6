-- The barrier of every change that takes something away: waits until each partner transaction that was open at the call has ended.
-- Called after that change has committed, outside a transaction: what starts later sees the change, what was open has then ended.
-- Sound because a transaction's start is published before it takes its snapshot, partners hold no prepared transactions, and their
-- role's timeouts bound how long one can stay open. Returns the number of rounds; raises when p_timeout_ms is not enough.
create function base.drain(p_timeout_ms int default 8000) returns int language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_open text[]; v_rounds int := 0; v_end timestamptz := clock_timestamp() + p_timeout_ms * interval '1 millisecond';
begin
  perform pg_stat_clear_snapshot();
  select coalesce(array_agg(pid || ':' || xact_start), '{}') into v_open from pg_stat_activity
    where usename = 'parley_partner' and datname = current_database() and xact_start is not null;
  while cardinality(v_open) > 0 loop
    if clock_timestamp() > v_end then raise exception 'accesses that were open have not ended in % ms', p_timeout_ms; end if;
    perform pg_sleep(0.001);
    v_rounds := v_rounds + 1;
    perform pg_stat_clear_snapshot();
    select coalesce(array_agg(pid || ':' || xact_start), '{}') into v_open from pg_stat_activity
      where pid || ':' || xact_start = any (v_open);
  end loop;
  return v_rounds;
end $$;
