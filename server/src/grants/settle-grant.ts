// Makes the changes of a grant final: waits until every access that was open has ended, then writes their entries.
import type { Barrier } from '../base/barrier.ts'
import type { Bus } from '../base/bus.ts'
import type { Sql } from '../base/sql.ts'

/** What changing a grant takes. */
export type GrantParts = { sql: Sql; bus: Bus; barrier: Barrier }

/** The entry of a change that is settled, by its seq; none before. */
export const eventsOf = async (sql: Sql, change: number | null): Promise<string[]> => {
  const rows = await sql<{ event: string }[]>`
    select event_id as event from grants.change where seq = ${change} and event_id is not null`
  return rows.map(({ event }) => event)
}

/**
 * Call after the change has committed, outside a transaction. When it returns, no access that the change forbids will follow, and
 * the log says so. A crash before the end leaves the change unsettled; endGrants settles it at its next round.
 */
export const settleGrant = async (
  { sql, barrier }: Pick<GrantParts, 'sql' | 'barrier'>,
  grant: string
): Promise<void> => {
  // The drain covers what had committed before it began, so later changes wait for their own settling.
  const [last] = await sql<{ seq: number }[]>`
    select seq from grants.change where grant_id = ${grant} and settled_at is null order by seq desc limit 1`
  if (!last) return
  await barrier.drain()
  await sql`select grants.settle(${grant}, ${last.seq})`
}
