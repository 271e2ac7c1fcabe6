-- Forgets what a person was shown and chose, when their account is closed.

-- The permissions have ended and their entries are written. What stays of each is who, which app and when, which the app's own evidence
-- needs; the texts that people were shown have names in them.
create function grants.forget_person(p_person uuid) returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_ids uuid[] := array(
  select g.id from grants.grant g where g.person_id = p_person and g.ended_at is not null
    and not exists (select from grants.change c where c.grant_id = g.id and c.settled_at is null));
begin
  delete from grants.consent where grant_id = any(v_ids);
  delete from grants.grant_conversation where grant_id = any(v_ids);
  delete from grants.told where grant_id = any(v_ids);
  delete from grants.last_use where grant_id = any(v_ids);
  delete from grants.budget where grant_id = any(v_ids);
  delete from grants.change where grant_id = any(v_ids);
end $$;
