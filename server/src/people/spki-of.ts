// Turns the public key of a passkey from COSE (RFC 9052 §7), as authenticators give it, into SPKI, as evidence states it.
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { cose, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers'
import { Refusal } from '../base/refusal.ts'

const base64url = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('base64url')

// Only what relyingParty asks for: whoever checks evidence must be able to check the signature too.
const toJwk = (key: ReturnType<typeof decodeCredentialPublicKey>): JsonWebKey | undefined => {
  const alg = key.get(cose.COSEKEYS.alg)
  if (cose.isCOSEPublicKeyEC2(key) && alg === cose.COSEALG.ES256 && key.get(cose.COSEKEYS.crv) === cose.COSECRV.P256)
    return { kty: 'EC', crv: 'P-256', x: base64url(key.get(cose.COSEKEYS.x)), y: base64url(key.get(cose.COSEKEYS.y)) }
  if (cose.isCOSEPublicKeyOKP(key) && alg === cose.COSEALG.EdDSA && key.get(cose.COSEKEYS.crv) === cose.COSECRV.ED25519)
    return { kty: 'OKP', crv: 'Ed25519', x: base64url(key.get(cose.COSEKEYS.x)) }
  if (cose.isCOSEPublicKeyRSA(key) && alg === cose.COSEALG.RS256)
    return { kty: 'RSA', n: base64url(key.get(cose.COSEKEYS.n)), e: base64url(key.get(cose.COSEKEYS.e)) }
  return undefined
}

/** Ed25519, ES256 or RS256, as DER. Throws passkey_failed for any other key. */
export const spkiOf = (publicKey: Uint8Array): Buffer => {
  const jwk = toJwk(decodeCredentialPublicKey(new Uint8Array(publicKey)))
  if (!jwk) throw new Refusal('passkey_failed')
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'der', type: 'spki' })
}
