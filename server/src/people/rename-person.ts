// Changes a person's name. The handle stays: others know the person by it.
import type { Sql } from '../base/sql.ts'
import { cleanName } from './clean-name.ts'

/** Throws invalid_text, invalid_request. */
export const renamePerson = async (sql: Sql, person: string, name: string): Promise<void> => {
  await sql`update people.person set name = ${cleanName(name)} where id = ${person}`
}
