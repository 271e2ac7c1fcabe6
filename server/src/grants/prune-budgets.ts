// Forgets what grants with a budget disclosed on days that are over; entries tell it for good.
import type { Sql } from '../base/sql.ts'

/** A day stays for a while, for an access that waited past midnight. */
export const pruneBudgets = async (sql: Sql): Promise<void> => {
  await sql`delete from grants.budget where day < (clock_timestamp() at time zone 'UTC')::date - 1`
}
