// Registers an app so that it can log people in: checked metadata, and a secret that is shown once.
import type Provider from 'oidc-provider'
import type { App } from '@parley/protocol/api/grant.ts'
import { sha256 } from '../base/hash.ts'
import { newSecret } from '../base/random.ts'
import type { Sql } from '../base/sql.ts'
import { registerApp } from '../grants/register-app.ts'
import { checkClient } from './check-client.ts'
import type { StoredClient } from './client-metadata.ts'

export type NewClient = Omit<App, 'id'> & {
  redirectUris: string[]
  postLogoutRedirectUris?: string[]
  /** It runs where a secret cannot be kept: in a browser or on a person's device. */
  isPublic?: boolean
  /** It may log people in and never ask for rights to messages. */
  loginOnly?: boolean
  bearerAllowed?: boolean
  /** Made here when not given; 32 characters or more. */
  secret?: string
}

const isLoopback = (uri: string): boolean => uri.startsWith('http:')

const storedClient = (client: NewClient, secret: string | undefined): StoredClient => ({
  redirect_uris: client.redirectUris,
  ...(client.postLogoutRedirectUris && { post_logout_redirect_uris: client.postLogoutRedirectUris }),
  // A public client on loopback is a program on a person's machine, which takes whatever port is free (RFC 8252 §7.3).
  application_type:
    client.isPublic && client.redirectUris.length > 0 && client.redirectUris.every(isLoopback) ? 'native' : 'web',
  token_endpoint_auth_method: secret === undefined ? 'none' : 'client_secret_basic',
  ...(secret !== undefined && { client_secret: sha256(secret).toString('hex') }),
  ...(client.loginOnly && { login_only: true })
})

/** Throws invalid_request with the reason. The secret is returned once and stored as its hash; public clients have none. */
export const registerClient = async (
  { provider, sql }: { provider: Provider; sql: Sql },
  client: NewClient
): Promise<{ app: App; secret?: string }> => {
  const secret = client.isPublic ? undefined : (client.secret ?? newSecret())
  const stored = storedClient(client, secret)
  checkClient(provider, client.clientId, stored)
  const { clientId, name, owner, purpose, purposeCode, bearerAllowed, agent } = client
  const app = await registerApp(sql, {
    clientId,
    name,
    owner,
    purpose,
    purposeCode,
    client: stored,
    ...(bearerAllowed && { bearerAllowed }),
    ...(agent && { agent })
  })
  return { app, ...(secret !== undefined && { secret }) }
}
