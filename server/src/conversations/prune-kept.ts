// Forgets what apps deleted and nobody restored in its time.
import type { Sql } from '../base/sql.ts'

/** How long a text is kept stands in its row (conversations.delete_message). */
export const pruneKept = async (sql: Sql): Promise<void> => {
  await sql`delete from conversations.kept where until <= clock_timestamp()`
}
