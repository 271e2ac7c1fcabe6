// Forgets what the gate no longer needs: seen proofs past their window, old idempotency keys.
import type { Sql } from '../base/sql.ts'

/** A proof is refused by its age after 75 seconds; five minutes leave room for clocks. A write key is kept for 7 days. */
export const pruneAccess = async (sql: Sql): Promise<void> => {
  await sql`delete from access.proof where at < clock_timestamp() - interval '5 minutes'`
  await sql`delete from access.write_key where at < clock_timestamp() - interval '7 days'`
}
