// Finds a registered app by its client id.
import type { App } from '@parley/protocol/api/grant.ts'
import type { Sql, Tx } from '../base/sql.ts'

export type FoundApp = App & {
  agent: boolean
  client: Record<string, unknown>
  bearerAllowed: boolean
  suspended: boolean
}

export const findApp = async (sql: Sql | Tx, clientId: string): Promise<FoundApp | undefined> => {
  const [row] = await sql<FoundApp[]>`
    select id, client_id as "clientId", name, owner, purpose, purpose_code as "purposeCode", agent, client,
      bearer_allowed as "bearerAllowed", suspended_at is not null as suspended
    from grants.app where client_id = ${clientId}`
  return row
}
