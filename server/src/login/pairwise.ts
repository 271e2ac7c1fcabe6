// By which id an app knows a person: another app knows the same person by another one (OpenID Connect Core §8.1).
import { createHmac } from 'node:crypto'
import { deriveKey } from '../base/derive-key.ts'

export type PairwiseFor = (clientId: string) => (person: string) => string

// Each page that an app reads names its authors; a hash for each of them costs more than the rest of a name.
const knownMax = 20_000

/** 32 characters of base64url. The same in id tokens (sub), userinfo and the partner API. */
export const makePairwise = (secret: string): PairwiseFor => {
  const key = deriveKey(secret, 'pairwise subject')
  const known = new Map<string, string>()
  return (clientId) => (person) => {
    const name = `${clientId} ${person}`
    const found = known.get(name)
    if (found !== undefined) return found
    const made = createHmac('sha256', key).update(name).digest().subarray(0, 24).toString('base64url')
    if (known.size >= knownMax) known.clear()
    known.set(name, made)
    return made
  }
}
