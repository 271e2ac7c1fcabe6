-- What is said of an app in the log: that it is registered, suspended, restored.

create function grants.record_registration(p_app uuid) returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare a grants.app; v_event uuid := gen_random_uuid(); v_at timestamptz := clock_timestamp();
begin
  select * into a from grants.app where id = p_app;
  perform log.record(v_event, 'register', null, p_app, null, null, v_at, array[p_app],
    json_build_object('v', 1, 't', 'register', 'id', v_event, 'at', v_at, 'app', log.lid(p_app))::text,
    (jsonb_build_object('who', log.lid(p_app), 'client', a.client_id, 'name', a.name, 'owner', a.owner, 'purpose', a.purpose,
      'why', a.purpose_code, 'bearer', a.bearer_allowed) || case when a.agent then '{"agent": true}' else '{}' end::jsonb)::text);
end $$;

-- A suspension that its entry has not followed yet, as grants.change is for a grant: it commits first, and the entry is written when every
-- access that was open then has ended.
create table grants.suspension (
  seq bigint generated always as identity primary key,
  app_id uuid not null references grants.app,
  because text not null,
  settled_at timestamptz
);
create index suspension_unsettled on grants.suspension (app_id, seq) where settled_at is null;

create function grants.record_standing(p_app uuid, p_kind text, p_because text) returns void language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare v_event uuid := gen_random_uuid(); v_at timestamptz := clock_timestamp();
begin
  perform log.record(v_event, p_kind, null, p_app, null, null, v_at, array[p_app],
    json_build_object('v', 1, 't', p_kind, 'id', v_event, 'at', v_at, 'app', log.lid(p_app))::text,
    json_build_object('who', log.lid(p_app), 'because', p_because)::text);
end $$;

-- From its commit on the gate refuses the app; false when it was suspended already.
create function grants.suspend_app(p_app uuid, p_because text) returns boolean language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
begin
  update grants.app set suspended_at = clock_timestamp() where id = p_app and suspended_at is null;
  if not found then return false; end if;
  insert into grants.suspension (app_id, because) values (p_app, p_because);
  return true;
end $$;

-- Writes the entries of suspensions. The caller has drained after they committed. Two settlers at once: the second one waits, and finds
-- them settled.
create function grants.settle_suspension(p_app uuid, p_upto bigint) returns void language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare s record;
begin
  for s in select seq, because from grants.suspension where app_id = p_app and seq <= p_upto and settled_at is null order by seq for update loop
    perform grants.record_standing(p_app, 'suspend', s.because);
    update grants.suspension set settled_at = clock_timestamp() where seq = s.seq;
  end loop;
end $$;

-- The entry commits with what it allows, so every access that follows stands behind it. False when the app is not suspended; null when its
-- suspension has no entry yet: settle that first.
create function grants.restore_app(p_app uuid, p_because text) returns boolean language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
begin
  perform 1 from grants.app where id = p_app and suspended_at is not null for update;
  if not found then return false; end if;
  if exists (select from grants.suspension where app_id = p_app and settled_at is null) then return null; end if;
  update grants.app set suspended_at = null where id = p_app;
  perform grants.record_standing(p_app, 'restore', p_because);
  return true;
end $$;
