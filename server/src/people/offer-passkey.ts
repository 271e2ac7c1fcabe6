// The WebAuthn options with which a browser makes a new passkey.
import { generateRegistrationOptions, type PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server'
import type { Config } from '../base/config.ts'
import type { Sql } from '../base/sql.ts'
import { challengeMinutes, makeChallenge, type ChallengeFor } from './make-challenge.ts'
import { passkeyAlgorithms, relyingParty } from './relying-party.ts'

export type PasskeyOffer = { challenge: string; options: PublicKeyCredentialCreationOptionsJSON }

/**
 * The key must be discoverable, so that signing in needs no handle, and its holder verified (PIN, finger, face), since it is the only
 * factor. known: credential ids that the person has; their authenticators make no second one.
 */
export const offerPasskey = async (
  { sql, config }: { sql: Sql; config: Pick<Config, 'url'> },
  wanted: Extract<ChallengeFor, { person: string }>,
  person: { handle: string; name: string },
  known: string[]
): Promise<PasskeyOffer> => {
  const challenge = await makeChallenge(sql, wanted)
  const party = relyingParty(config)
  const options = await generateRegistrationOptions({
    rpName: party.name,
    rpID: party.id,
    userID: new TextEncoder().encode(wanted.person),
    userName: person.handle,
    userDisplayName: person.name,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    timeout: challengeMinutes * 60_000,
    attestationType: 'none',
    supportedAlgorithmIDs: passkeyAlgorithms,
    excludeCredentials: known.map((id) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' }
  })
  return { challenge, options }
}
