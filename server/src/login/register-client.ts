// Registers an app so that it can log people in: checked metadata, and a secret that is shown once.
import type { JWK } from 'jose'
import type Provider from 'oidc-provider'
import type { App } from '@parley/protocol/api/grant.ts'
import { sha256 } from '../base/hash.ts'
import { newSecret } from '../base/random.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { registerApp } from '../grants/register-app.ts'
import { checkClient } from './check-client.ts'
import { clientKey } from './client-key.ts'
import type { StoredClient } from './client-metadata.ts'

export type NewClient = Omit<App, 'id'> & {
  /** May be empty for an app that logs people in on devices only. */
  redirectUris: string[]
  postLogoutRedirectUris?: string[]
  /** It runs where a secret cannot be kept: in a browser or on a person's device. */
  isPublic?: boolean
  /** It may log people in and never ask for rights to messages. */
  loginOnly?: boolean
  /** It runs on devices without a browser (RFC 8628). */
  isDevice?: boolean
  /** Its tokens work without a DPoP proof; for account linking of a voice assistant. */
  bearerAllowed?: boolean
  /** `fapi2`: the FAPI 2.0 Security Profile; the app is known by its key and has no secret. */
  profile?: 'fapi2'
  /** The public key of an app with a profile. */
  key?: JWK
  /** Made here when not given; 32 characters or more. */
  secret?: string
}

const isLoopback = (uri: string): boolean => uri.startsWith('http:')

// What does not go together, said before anything is stored.
const checkProof = ({ profile, key, isPublic, secret, bearerAllowed, isDevice }: NewClient): void => {
  const wrong = (detail: string) => new Refusal('invalid_request', { detail })
  if ((profile === undefined) !== (key === undefined))
    throw wrong('The profile fapi2 and a key go together: the app is known by its key')
  if (profile && (isPublic || secret !== undefined))
    throw wrong('An app with the profile fapi2 has a server, and a key instead of a secret')
  if (profile && bearerAllowed) throw wrong('The profile fapi2 knows no bearer tokens')
  if (profile && isDevice)
    // Whoever gets somebody to enter a code of theirs has a token for that person's messages (RFC 8628 §5.4); a code for a redirect goes to
    // the browser that began.
    throw wrong(
      'An app with the profile fapi2 logs people in through pushed requests only, not on devices; register its devices as an app of their own'
    )
  if (bearerAllowed && isPublic) throw wrong('Bearer tokens are for apps that can keep a secret')
}

const methodOf = (client: NewClient, secret: string | undefined): StoredClient['token_endpoint_auth_method'] => {
  if (client.key) return 'private_key_jwt'
  return secret === undefined ? 'none' : 'client_secret_basic'
}

const storedClient = (client: NewClient, secret: string | undefined): StoredClient => ({
  redirect_uris: client.redirectUris,
  ...(client.postLogoutRedirectUris && { post_logout_redirect_uris: client.postLogoutRedirectUris }),
  // A public client on loopback is a program on a person's machine, which takes whatever port is free (RFC 8252 §7.3).
  application_type:
    client.isPublic && client.redirectUris.length > 0 && client.redirectUris.every(isLoopback) ? 'native' : 'web',
  token_endpoint_auth_method: methodOf(client, secret),
  ...(client.key && { jwks: { keys: [clientKey(client.key)] } }),
  ...(secret !== undefined && { client_secret: sha256(secret).toString('hex') }),
  ...(client.loginOnly && { login_only: true }),
  ...(client.isDevice && { device: true })
})

/** Throws invalid_request with the reason. The secret is returned once and stored as its hash; public clients and clients with a key have none. */
export const registerClient = async (
  { provider, sql }: { provider: Provider; sql: Sql },
  client: NewClient
): Promise<{ app: App; secret?: string }> => {
  checkProof(client)
  const secret = client.isPublic || client.profile ? undefined : (client.secret ?? newSecret())
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
