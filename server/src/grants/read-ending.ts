// Reads the entry that says that a grant has ended, for the receipt of it.
import type { Sql } from '../base/sql.ts'
import type { Opened } from '../log/sign-receipt.ts'

/** Undefined while it lives, while its end is not settled, and when its texts were erased. */
export const readEnding = async (sql: Sql, grant: string): Promise<Opened | undefined> => {
  const [row] = await sql<Opened[]>`
    select grant_id as grant, shared, salt_s as "saltS", owner, salt_o as "saltO" from log.entry
    where grant_id = ${grant} and kind in ('revoke', 'end') and owner is not null
    order by id desc limit 1`
  return row
}
