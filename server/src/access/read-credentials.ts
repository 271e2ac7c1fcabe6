// What a partner's request shows to the gate: the token's hash and the checked proof.
import type { FastifyRequest } from 'fastify'
import { sha256 } from '../base/hash.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import { checkProof } from './check-proof.ts'

/** The arguments that every function of the gate begins with. sent: the proof itself, which the entry keeps and commits to. */
export type Credentials = { token: Buffer; jkt: string | null; proof: Buffer | null; sent: string | null }

/**
 * Takes `Authorization: DPoP <token>` with a `DPoP` header, or `Authorization: Bearer <token>`, which the gate accepts only for apps
 * that the operator allowed it for. Throws token_missing, proof_required, proof_invalid, rate_limited.
 */
export const readCredentials = async (limits: Limits, url: string, request: FastifyRequest): Promise<Credentials> => {
  const [, scheme = '', token = ''] =
    /^(DPoP|Bearer) ([\w.~+/=-]{1,512})$/i.exec(request.headers.authorization ?? '') ?? []
  if (token === '') throw new Refusal('token_missing')
  const hash = sha256(token)
  await limits.spend('access by token', hash.toString('base64url'))
  const proof = request.headers['dpop']
  if (scheme.toLowerCase() === 'bearer') {
    return { token: hash, jkt: null, proof: null, sent: null }
  }
  if (proof === undefined) throw new Refusal('proof_required')
  // Node joins repeated headers with a comma, which no proof contains (RFC 9449 §4.3, check 1).
  if (typeof proof !== 'string' || proof.includes(','))
    throw new Refusal('proof_invalid', { detail: 'There is more than one DPoP header' })
  const checked = await checkProof(proof, request.method, `${url}${request.url.replace(/[?#].*$/, '')}`, token)
  return { token: hash, jkt: checked.jkt, proof: checked.oneTime, sent: proof }
}
