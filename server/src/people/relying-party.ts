// Who this platform is in WebAuthn: its id is the host of its own URL, its origin that URL.
import type { Config } from '../base/config.ts'

export type RelyingParty = { id: string; name: string; origin: string }

export const relyingParty = ({ url }: Pick<Config, 'url'>): RelyingParty => ({
  id: new URL(url).hostname,
  name: 'Parley',
  origin: url
})

/** COSE algorithm numbers that a passkey may use: Ed25519, ES256, RS256. */
export const passkeyAlgorithms = [-8, -7, -257]
