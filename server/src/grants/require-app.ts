// Whether an app is registered.
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'

/** Throws app_missing. */
export const requireApp = async (sql: Sql, app: string): Promise<void> => {
  if ((await sql`select from grants.app where id = ${app}`).length === 0) throw new Refusal('app_missing')
}
