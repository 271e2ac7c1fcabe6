// Handles and names of people by their ids.
import type { Person } from '@parley/protocol/api/events.ts'
import type { Sql, Tx } from '../base/sql.ts'

/** Ids of nobody are left out. Checks no permission: the caller knows that these people may be named. */
export const findPeople = async (sql: Sql | Tx, ids: readonly string[]): Promise<Map<string, Person>> => {
  const rows = await sql<
    Person[]
  >`select id, handle, name from people.person where id = any(${ids as string[]}::uuid[])`
  return new Map(rows.map((row) => [row.id, { ...row }]))
}
