// Ends what has ended by itself (its time, 90 unused days, its one use) and makes changes final that a crash left open.
import { settleGrant, type GrantParts } from './settle-grant.ts'
import { settleWithholds } from './withhold.ts'

const batch = 500

/** One round; returns how many grants it ended. The gate refuses an ended grant at once; this only writes its entry. */
export const endGrants = async (parts: GrantParts): Promise<number> => {
  const { sql, bus } = parts
  const due = await sql<{ id: string; person: string }[]>`
    select g.id, g.person_id as person from grants.grant g
    where g.ended_at is null
      and (g.ends_at <= clock_timestamp() or g.uses_left = 0
        or g.last_used_on <= (clock_timestamp() at time zone 'UTC')::date - 90)
    limit ${batch}`
  for (const { id, person } of due) {
    // The reason is judged in the statement that ends it; on two nodes one of them ends it and the other one finds it ended.
    await sql`
      select grants.end_grant(id, 'end', case when uses_left = 0 then 'used_once' when ends_at <= clock_timestamp() then 'expired' else 'unused' end)
      from grants.grant where id = ${id}`
    bus.publish({ topic: 'person', person, changed: 'grants' })
  }
  // Younger ones are still in the hands of the request that made them.
  const open = await sql<{ id: string }[]>`
    select distinct grant_id as id from grants.change
    where settled_at is null and (at < clock_timestamp() - interval '10 seconds' or grant_id = any(${due.map(({ id }) => id)}::uuid[]))
    limit ${batch}`
  for (const { id } of open) await settleGrant(parts, id)
  const withheld = await sql<{ person: string }[]>`
    select distinct person_id as person from grants.withhold
    where settled_at is null and at < clock_timestamp() - interval '10 seconds' limit ${batch}`
  for (const { person } of withheld) await settleWithholds(parts, person)
  const closed = await sql<{ id: string }[]>`
    select conversation_id as id from grants.closed_group
    where settled_at is null and at < clock_timestamp() - interval '10 seconds' limit ${batch}`
  if (closed.length > 0) await parts.barrier.drain()
  for (const { id } of closed) await sql`select grants.settle_closing(${id})`
  return due.length
}
