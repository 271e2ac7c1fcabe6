// Ends every login of a person to apps and forgets what they agreed to, when their account is closed.
import type { Sql } from '../base/sql.ts'

export const forgetLogins = async (sql: Sql, person: string): Promise<void> => {
  await sql`delete from login.artifact where person_id = ${person}`
  await sql`delete from login.known_login where person_id = ${person}`
  await sql`delete from login.shown where person_id = ${person}`
  await sql`delete from login.signing where person_id = ${person}`
}
