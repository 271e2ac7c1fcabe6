// Where an app keeps what the SDK must remember: login attempts, devices that wait, sessions, linked accounts, and the key of the platform's log.
import type { GrantedDetail } from '@parley/protocol/api/grant.ts'
import type { EndCode } from './refusal.ts'

/** The DPoP key (RFC 9449): as a JWK in stores of text, as CryptoKeys that cannot be exported in stores that hold them. */
export type KeptKey = { jwk: JsonWebKey } | { pair: CryptoKeyPair }

/** A login that was started; finished or thrown away before expiresAt (milliseconds since 1970). */
export type KeptAttempt = {
  kind: 'attempt'
  expiresAt: number
  state: string
  nonce: string
  verifier: string
  key: KeptKey
  /** Whether messages were asked for; false for a login only. */
  asked: boolean
  /** The session that asked for more. */
  session?: string
}

/** A login on a device, which goes on until expiresAt (milliseconds since 1970, as askAt: not to be asked about before then). */
export type KeptDevice = {
  kind: 'device'
  expiresAt: number
  deviceCode: string
  intervalMs: number
  askAt: number
  key: KeptKey
}

/** One person's connection. accessExpiresAt is in milliseconds since 1970. Tokens and key are secrets: keep them on your server. */
export type KeptSession = {
  kind: 'session'
  id: string
  person: { id: string; name?: string }
  accessToken: string
  accessExpiresAt: number
  refreshToken?: string
  idToken?: string
  detail?: GrantedDetail
  key: KeptKey
  ended?: EndCode
}

/** The key of the platform's log, as it was when the app first met it. */
export type KeptLog = { kind: 'log'; vkey: string }

/** Whose permission stands behind a user of an assistant. token: the digest of the one that was seen last. */
export type KeptLink = { kind: 'link'; token: string; person: { id: string }; grant: string; detail: GrantedDetail }

export type Kept = KeptAttempt | KeptDevice | KeptSession | KeptLink | KeptLog

/**
 * A key-value store with three operations; write one over your own database. A value that was set must be there after a restart,
 * before `set` resolves, because refresh tokens are used once. Attempts and devices whose expiresAt has passed may be dropped.
 */
export type Store = {
  /** True where values may hold CryptoKey objects (IndexedDB, memory). Otherwise every value is JSON. */
  holdsKeys?: boolean
  get: (name: string) => Promise<Kept | undefined>
  set: (name: string, value: Kept) => Promise<void>
  delete: (name: string) => Promise<void>
}
