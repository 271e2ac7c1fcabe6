// Checks a browser's answer to the offer of a new passkey.
import { verifyRegistrationResponse, type RegistrationResponseJSON } from '@simplewebauthn/server'
import { decodeAttestationObject } from '@simplewebauthn/server/helpers'
import type { Config } from '../base/config.ts'
import { Refusal } from '../base/refusal.ts'
import { passkeyAlgorithms, relyingParty } from './relying-party.ts'
import { spkiOf } from './spki-of.ts'

export type NewPasskey = {
  credentialId: string
  /** COSE, as the authenticator gave it. */
  publicKey: Uint8Array
  spki: Buffer
  counter: number
  transports: string[]
}

const transportsKnown = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']

// We ask for no attestation. A statement with certificates is refused before it is looked at: checking it would fetch addresses that
// stand in those certificates, and whoever sends them chooses the addresses.
const isPlain = (attestationObject: string): boolean => {
  const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')))
  const format = decoded.get('fmt')
  return format === 'none' || (format === 'packed' && decoded.get('attStmt').get('x5c') === undefined)
}

/** response comes from outside in any form. Throws passkey_failed when anything about it is wrong. */
export const checkNewPasskey = async (
  config: Pick<Config, 'url'>,
  challenge: string,
  response: object
): Promise<NewPasskey> => {
  const party = relyingParty(config)
  const answer = response as RegistrationResponseJSON
  try {
    if (!isPlain(answer.response.attestationObject)) throw new Refusal('passkey_failed')
    const { registrationInfo } = await verifyRegistrationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: passkeyAlgorithms
    })
    if (!registrationInfo || registrationInfo.credential.id.length > 1364) throw new Refusal('passkey_failed')
    const { id, publicKey, counter } = registrationInfo.credential
    const named: unknown = answer.response.transports
    const transports = Array.isArray(named) ? transportsKnown.filter((t) => named.includes(t)) : []
    return { credentialId: id, publicKey, spki: spkiOf(publicKey), counter, transports }
  } catch {
    // The library throws one Error for each thing that can be wrong with an answer, and whatever ill-formed bytes make it throw.
    throw new Refusal('passkey_failed')
  }
}
