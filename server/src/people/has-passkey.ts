// Whether a person can sign with a passkey.
import type { Sql } from '../base/sql.ts'

export const hasPasskey = async (sql: Sql, person: string): Promise<boolean> => {
  const [row] = await sql`select from people.passkey where person_id = ${person} limit 1`
  return row !== undefined
}
