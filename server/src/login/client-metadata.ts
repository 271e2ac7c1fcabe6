// An app's registration in the provider's words (RFC 7591 §2): what is stored, and what follows from house rules.
import type { ClientMetadata } from 'oidc-provider'
import { detailType } from '@parley/protocol/api/grant.ts'
import { messageScopes } from './live-detail.ts'

/** The part of a registration that an app decides; stored with the app. client_secret is the SHA-256 of the secret, as hex. */
export type StoredClient = {
  redirect_uris: string[]
  post_logout_redirect_uris?: string[]
  application_type: 'web' | 'native'
  token_endpoint_auth_method: 'none' | 'client_secret_basic' | 'client_secret_post'
  client_secret?: string
  /** The app may only log people in. */
  login_only?: boolean
}

export const loginScopes = ['openid', 'profile', 'offline_access']

export const clientMetadata = (clientId: string, stored: StoredClient): ClientMetadata => {
  const { login_only: loginOnly, ...own } = stored
  return {
    ...own,
    client_id: clientId,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    response_modes: ['query'],
    scope: [...loginScopes, ...(loginOnly ? [] : messageScopes)].join(' '),
    authorization_details_types: loginOnly ? [] : [detailType],
    subject_type: 'pairwise',
    // The sector is the client (see pairwise.ts). The library asks for this address when redirect URIs have several hosts; it is
    // never fetched, and no such host can exist (RFC 6761 §6.4).
    sector_identifier_uri: `https://${clientId.replaceAll(/[._]/g, '-')}.invalid/`
  }
}
