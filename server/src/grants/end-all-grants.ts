// Ends every permission of a person, and forgets what is kept of each besides its entries.
import type { Barrier } from '../base/barrier.ts'
import type { Sql } from '../base/sql.ts'

/** When it returns, no access under any of them follows, and the log says so. May be called again after a crash. */
export const endAllGrants = async ({ sql, barrier }: { sql: Sql; barrier: Barrier }, person: string): Promise<void> => {
  const live = await sql<{ id: string }[]>`
    select id from grants.grant where person_id = ${person} and ended_at is null`
  for (const { id } of live) await sql`select grants.end_grant(${id}, 'revoke', 'revoked')`
  const open = await sql<{ id: string; last: number }[]>`
    select c.grant_id as id, max(c.seq) as last from grants.change c join grants.grant g on g.id = c.grant_id
    where g.person_id = ${person} and c.settled_at is null group by c.grant_id`
  // One wait covers all of them: they have committed.
  if (open.length > 0) await barrier.drain()
  for (const { id, last } of open) await sql`select grants.settle(${id}, ${last})`
  await sql`select grants.forget_person(${person})`
}
