// Finds the registration of an app by its client id.
import type { ClientMetadata } from 'oidc-provider'
import type { Sql, Tx } from '../base/sql.ts'
import { findApp } from '../grants/find-app.ts'
import { clientMetadata, type StoredClient } from './client-metadata.ts'

/** Undefined for an unknown app and for a suspended one, which so can neither start a login nor use a token. */
export const findClient = async (sql: Sql | Tx, clientId: string): Promise<ClientMetadata | undefined> => {
  // Client ids come from the query as they are; none of ours has a character that PostgreSQL cannot take.
  if (!/^[a-z0-9][a-z0-9._-]{2,63}$/.test(clientId)) return undefined
  const app = await findApp(sql, clientId)
  return app && !app.suspended ? clientMetadata(clientId, app.client as StoredClient) : undefined
}
