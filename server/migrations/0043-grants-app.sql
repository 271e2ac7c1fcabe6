-- The entry that registering an app leaves in the log.

create function grants.record_registration(p_app uuid) returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare a grants.app; v_event uuid := gen_random_uuid(); v_at timestamptz := clock_timestamp();
begin
  select * into a from grants.app where id = p_app;
  perform log.record(v_event, 'register', null, p_app, null, null, v_at, array[p_app],
    json_build_object('v', 1, 't', 'register', 'id', v_event, 'at', v_at, 'app', log.lid(p_app))::text,
    json_build_object('who', log.lid(p_app), 'client', a.client_id, 'name', a.name, 'owner', a.owner, 'purpose', a.purpose,
      'why', a.purpose_code, 'bearer', a.bearer_allowed)::text);
end $$;
