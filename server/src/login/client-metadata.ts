// An app's registration in the provider's words (RFC 7591 §2): what is stored, and what follows from house rules.
import type { JWK } from 'jose'
import type { ClientMetadata } from 'oidc-provider'
import { detailType } from '@parley/protocol/api/grant.ts'
import { messageScopes } from './live-detail.ts'

/** The part of a registration that an app decides; stored with the app. client_secret is the SHA-256 of the secret, as hex. */
export type StoredClient = {
  redirect_uris: string[]
  post_logout_redirect_uris?: string[]
  application_type: 'web' | 'native'
  token_endpoint_auth_method: 'none' | 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt'
  client_secret?: string
  /** Its public key, of an app that follows the FAPI 2.0 Security Profile. */
  jwks?: { keys: JWK[] }
  /** The app may only log people in. */
  login_only?: boolean
  /** It may log people in on devices without a browser (RFC 8628); without redirect URIs only there. */
  device?: boolean
}

/** The device authorization grant (RFC 8628). */
export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

/**
 * Says in the library's registration that the app may use it. Beside pairwise ids the library takes the grant type itself only with a
 * jwks_uri, which our apps do not have.
 */
export const deviceMark = 'parley_device'

export const loginScopes = ['openid', 'profile', 'offline_access']

// FAPI 2.0 §5.3.2: pushed requests and bound tokens only; PKCE and the rest follow from the profile (make-provider.ts). RS256 is not one
// of its algorithms (§5.4.1).
const fapi2 = {
  require_pushed_authorization_requests: true,
  dpop_bound_access_tokens: true,
  id_token_signed_response_alg: 'ES256'
} as const

export const clientMetadata = (clientId: string, stored: StoredClient): ClientMetadata => {
  const { login_only: loginOnly, device, ...own } = stored
  const hasPages = stored.redirect_uris.length > 0
  return {
    ...own,
    ...(stored.jwks && fapi2),
    client_id: clientId,
    ...(device && { [deviceMark]: true }),
    grant_types: [...(hasPages ? ['authorization_code'] : []), 'refresh_token'],
    response_types: hasPages ? ['code'] : [],
    response_modes: ['query'],
    scope: [...loginScopes, ...(loginOnly ? [] : messageScopes)].join(' '),
    authorization_details_types: loginOnly ? [] : [detailType],
    subject_type: 'pairwise',
    // The sector is the client (see pairwise.ts). The library asks for this address when redirect URIs have several hosts; it is
    // never fetched, and no such host can exist (RFC 6761 §6.4).
    sector_identifier_uri: `https://${clientId.replaceAll(/[._]/g, '-')}.invalid/`
  }
}
