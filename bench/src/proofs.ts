// DPoP proofs made ahead, so that signing them is not measured as the platform's work.
import { SignJWT, calculateJwkThumbprint, exportJWK } from 'jose'
import { newId } from '@parley/server/base/random.ts'
import { nowMs } from '@parley/server/base/clock.ts'
import { sha256 } from '@parley/server/base/hash.ts'

export type ProofKey = { publicKey: CryptoKey; privateKey: CryptoKey }

/** Proofs for one method and address (RFC 9449 §4.2). token: the access token that they go with. */
export const makeProofs = async (
  key: ProofKey,
  count: number,
  method: string,
  url: string,
  token?: string
): Promise<string[]> => {
  const { kty, crv, x, y } = await exportJWK(key.publicKey)
  const jwk = { kty, crv, x, ...(y !== undefined && { y }) } as { kty: string }
  await calculateJwkThumbprint(jwk)
  const ath = token === undefined ? {} : { ath: sha256(token).toString('base64url') }
  // Dated into the middle of the window in which they are accepted.
  const iat = Math.floor(nowMs() / 1000)
  const proofs: string[] = []
  for (let n = 0; n < count; n++) {
    const proof = new SignJWT({ jti: newId(), htm: method, htu: url, iat, ...ath })
    proofs.push(await proof.setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk }).sign(key.privateKey))
  }
  return proofs
}
