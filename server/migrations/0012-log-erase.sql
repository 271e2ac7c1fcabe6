-- Erasing a person from the record: leaves and tiles stay, texts, salts and keys go (docs/spec/log.md, "Texts" and "Bundle").

-- The parties that a person is: themselves and the permissions that they gave.
create function log.parties_of(p_person uuid) returns uuid[] language sql stable set search_path = pg_catalog, pg_temp as $$
  select p_person || array(select distinct e.grant_id from log.entry e where e.person_id = p_person and e.grant_id is not null)
$$;

-- Tells each app how many owner texts of this person it will lose: those that stand now. Called when nothing of the person can be recorded any
-- more; a second call finds only what came after the first, which there should be none of.
create function log.record_erasures(p_person uuid) returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare a record; v_event uuid; v_at timestamptz;
begin
  for a in
    select e.app_id, count(*) as n from log.entry e
    where e.person_id = p_person and e.app_id is not null and e.kind <> 'erase' and e.owner is not null and e.id > coalesce(
      (select max(x.id) from log.entry x where x.person_id = p_person and x.app_id = e.app_id and x.kind = 'erase'), 0)
    group by e.app_id order by e.app_id
  loop
    v_event := gen_random_uuid(); v_at := clock_timestamp();
    perform log.record(v_event, 'erase', p_person, a.app_id, null, null, v_at, array[p_person, a.app_id],
      json_build_object('v', 1, 't', 'erase', 'id', v_event, 'at', v_at, 'n', a.n)::text,
      json_build_object('who', log.lid(p_person))::text);
  end loop;
end $$;

-- Whether the keys of a person may go. Entries that wait need them for their tags, and evidence needs the entry that says why texts are
-- gone in a tree that is given out.
create function log.may_erase(p_person uuid) returns boolean language sql stable set search_path = pg_catalog, pg_temp as $$
  select not exists (select from log.outbox o join log.entry e on e.id = o.entry_id where e.parties && log.parties_of(p_person))
    and not exists (
      select from log.entry e left join log.leaf l on l.entry_id = e.id
      where e.person_id = p_person and e.kind = 'erase'
        and coalesce(l.idx >= (select max(c.size) from log.checkpoint c where c.cosigned_at is not null), true))
$$;

-- Shared texts stay where somebody else is a party. The entries of erasures stay whole: they say why the other texts are gone.
create function log.erase(p_person uuid) returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_ids uuid[] := log.parties_of(p_person);
begin
  update log.entry set owner = null, salt_o = null, proof = null,
    shared = case when parties <@ v_ids then null else shared end, salt_s = case when parties <@ v_ids then null else salt_s end
    where person_id = p_person and kind <> 'erase';
  delete from log.place where party_id = any(v_ids);
  delete from log.party where owner_id = any(v_ids);
end $$;
