// Checks the DPoP proof of a request (RFC 9449 §4.3), except its one-time use, which the gate checks in the database.
import { jwtVerify } from 'jose'
import { nowMs } from '../base/clock.ts'
import { sha256 } from '../base/hash.ts'
import { Refusal } from '../base/refusal.ts'
import { proofKey } from './proof-key.ts'

/** A proof made longer ago, or further in the future, is refused. Seen proofs are kept for longer than both together. */
export const proofAgeSecondsMax = 60
export const proofAheadSecondsMax = 15

export const proofAlgorithms = ['ES256', 'EdDSA', 'Ed25519']

export type Proof = {
  /** Thumbprint of the key (RFC 7638). */
  jkt: string
  /** Stands for this one proof, whoever presents it again. */
  oneTime: Buffer
}

const invalid = (detail: string): Refusal => new Refusal('proof_invalid', { detail })

/** url: of the request, without query and fragment. Throws proof_invalid. */
export const checkProof = async (proof: string, method: string, url: string, token: string): Promise<Proof> => {
  if (proof.length > 4096) throw invalid('The proof is too long')
  const verified = await jwtVerify(proof, async (header) => (await proofKey(header)).key, {
    typ: 'dpop+jwt',
    algorithms: proofAlgorithms
  }).catch((error: unknown) => {
    if (error instanceof Refusal) throw error
    throw invalid('The proof is not a DPoP proof with a good signature')
  })
  const { jti, htm, htu, iat, ath } = verified.payload
  if (htm !== method) throw invalid('htm is not the method of this request')
  if (typeof htu !== 'string' || URL.parse(htu)?.href.replace(/[?#].*$/, '') !== url)
    throw invalid('htu is not the address of this request')
  if (typeof iat !== 'number') throw invalid('iat is missing')
  const ageSeconds = nowMs() / 1000 - iat
  if (ageSeconds > proofAgeSecondsMax || ageSeconds < -proofAheadSecondsMax)
    throw invalid('iat is too far from the time of this server')
  if (ath !== sha256(token).toString('base64url')) throw invalid('ath is not the hash of the access token')
  if (typeof jti !== 'string' || jti.length < 8 || jti.length > 256)
    throw invalid('jti is missing, too short or too long')
  const { jkt } = await proofKey(verified.protectedHeader)
  return { jkt, oneTime: sha256(`${jkt} ${jti}`) }
}
