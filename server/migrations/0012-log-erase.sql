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

-- Whether the keys of a person may go. Entries of before that wait need them for their tags, and evidence needs the entry that says why texts
-- are gone in a tree that is given out. Later ones, reads of what is left of the person's messages, need no tag of theirs any more.
create function log.may_erase(p_person uuid, p_recorded timestamptz) returns boolean language sql stable set search_path = pg_catalog, pg_temp as $$
  with who as materialized (select log.parties_of(p_person) as ids),
    out as materialized (select max(c.size) as size from log.checkpoint c where c.cosigned_at is not null)
  select not exists (select from who, log.outbox o join log.entry e on e.id = o.entry_id where e.at <= p_recorded and e.parties && who.ids)
    and not exists (
      select from out, log.entry e left join log.leaf l on l.entry_id = e.id
      where e.person_id = p_person and e.kind = 'erase' and coalesce(l.idx >= out.size, true))
$$;

-- Takes texts, salts and proofs of the last entries of a person before an id (null: of all), at most p_max; returns the first one's id, null when
-- there are no more. The last ones first: what an app may still read of the person then stands behind all on which it rests. Shared texts stay
-- where somebody else is a party. The entries of erasures stay whole: they say why the other texts are gone.
create function log.erase_texts(p_person uuid, p_before bigint, p_max int) returns bigint language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare v_ids uuid[] := log.parties_of(p_person); v_entries bigint[];
begin
  v_entries := array(select id from log.entry where person_id = p_person and (p_before is null or id < p_before) order by id desc limit p_max);
  update log.entry set owner = null, salt_o = null, proof = null,
    shared = case when parties <@ v_ids then null else shared end, salt_s = case when parties <@ v_ids then null else salt_s end
    where id = any(v_entries) and kind <> 'erase';
  return v_entries[cardinality(v_entries)];
end $$;

-- Takes the keys of a person and their permissions, while the sequencer stands still: it reads keys and adds places in one transaction. Then their
-- places, at most p_max; false when there are no more. The keys first: evidence has no sequence without one, and so never a part of one.
create function log.erase_places(p_person uuid, p_max int) returns boolean language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare v_ids uuid[] := log.parties_of(p_person); v_n bigint;
begin
  if exists (select from log.party where owner_id = any(v_ids)) then
    perform 1 from log.state for update;
    delete from log.party where owner_id = any(v_ids);
  end if;
  delete from log.place where ctid = any(array(select ctid from log.place where party_id = any(v_ids) limit p_max));
  get diagnostics v_n = row_count;
  return v_n > 0;
end $$;
