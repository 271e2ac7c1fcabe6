// The WebAuthn options with which a browser signs in by whatever passkey it has for this platform.
import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import { addressBlock } from '../base/address-block.ts'
import { challengeMinutes, makeChallenge } from './make-challenge.ts'
import type { PasskeyParts } from './offer-sign-up.ts'
import { relyingParty } from './relying-party.ts'

/** Names no credentials: the passkey says who it belongs to, and nobody learns from the options who is here. Throws rate_limited. */
export const offerSignIn = async (
  { sql, limits, config }: PasskeyParts,
  address: string
): Promise<{ challenge: string; options: PublicKeyCredentialRequestOptionsJSON }> => {
  await limits.spend('passkey by address', addressBlock(address))
  const challenge = await makeChallenge(sql, { purpose: 'sign_in' })
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(config).id,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    timeout: challengeMinutes * 60_000,
    userVerification: 'required'
  })
  return { challenge, options }
}
