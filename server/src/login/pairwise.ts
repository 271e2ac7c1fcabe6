// By which id an app knows a person: another app knows the same person by another one (OpenID Connect Core §8.1).
import { createHmac } from 'node:crypto'
import { deriveKey } from '../base/derive-key.ts'

export type PairwiseFor = (clientId: string) => (person: string) => string

/** 32 characters of base64url. The same in id tokens (sub), userinfo and the partner API. */
export const makePairwise = (secret: string): PairwiseFor => {
  const key = deriveKey(secret, 'pairwise subject')
  return (clientId) => (person) =>
    createHmac('sha256', key).update(`${clientId} ${person}`).digest().subarray(0, 24).toString('base64url')
}
