// Forgets what agents wanted to write, and where they had read, once it no longer matters.
import type { Sql } from '../base/sql.ts'

/** A day after its end nobody asks for an approval any more; a read counts for the window that access.agent_window says. */
export const pruneApprovals = async (sql: Sql): Promise<void> => {
  await sql`delete from access.approval where expires_at < clock_timestamp() - interval '1 day'`
  await sql`delete from access.agent_read where at < clock_timestamp() - access.agent_window()`
}

/** What a closed account leaves. */
export const forgetApprovals = async (sql: Sql, person: string): Promise<void> => {
  await sql`delete from access.approval where person_id = ${person}`
  await sql`delete from access.agent_read where person_id = ${person}`
}
