// Makes suspensions of apps final: waits until every access that was open has ended, then writes their entries.
import type { Barrier } from '../base/barrier.ts'
import type { Sql } from '../base/sql.ts'

export type AppParts = { sql: Sql; barrier: Barrier }

/** Call after the suspension has committed. When it returns, no access of the app follows, and the log says so. */
export const settleSuspension = async ({ sql, barrier }: AppParts, app: string): Promise<void> => {
  // The drain covers what had committed before it began.
  const [last] = await sql<{ seq: number }[]>`
    select seq from grants.suspension where app_id = ${app} and settled_at is null order by seq desc limit 1`
  if (!last) return
  await barrier.drain()
  await sql`select grants.settle_suspension(${app}, ${last.seq})`
}

/** Settles those that a crash left open. */
export const settleSuspensions = async (parts: AppParts): Promise<void> => {
  const open = await parts.sql<{ app: string }[]>`
    select distinct app_id as app from grants.suspension where settled_at is null`
  for (const { app } of open) await settleSuspension(parts, app)
}
