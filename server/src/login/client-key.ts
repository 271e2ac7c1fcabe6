// The key that an app was registered with (FAPI 2.0 §5.4): what is taken, and what is kept of it.
import { createPublicKey } from 'node:crypto'
import type { JWK } from 'jose'
import { Refusal } from '../base/refusal.ts'

/** What a client assertion may be signed with (FAPI 2.0 §5.4.1). */
export const assertionAlgorithms = ['ES256', 'PS256', 'EdDSA', 'Ed25519']

const rsaBitsMin = 2048

const membersOf = (key: JWK): string[] | undefined => {
  if (key.kty === 'EC' && key.crv === 'P-256') return ['kty', 'crv', 'x', 'y']
  if (key.kty === 'OKP' && key.crv === 'Ed25519') return ['kty', 'crv', 'x']
  return key.kty === 'RSA' ? ['kty', 'n', 'e'] : undefined
}

/** The public key alone, with its kid. Throws invalid_request. */
export const clientKey = (key: JWK): JWK => {
  const wrong = (detail: string) => new Refusal('invalid_request', { detail })
  if ('d' in key || 'k' in key) throw wrong('Give the public key; the private one never leaves the app')
  const members = membersOf(key)
  if (!members) throw wrong('The key is EC on P-256 (ES256), Ed25519, or RSA (PS256)')
  if (key.kty === 'RSA' && key.alg !== undefined && key.alg !== 'PS256') throw wrong('An RSA key is for PS256')
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: key, format: 'jwk' })
    if (key.kty === 'RSA' && (asymmetricKeyDetails?.modulusLength ?? 0) < rsaBitsMin)
      throw wrong(`An RSA key has at least ${rsaBitsMin} bits`)
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw wrong('The key cannot be read')
  }
  const kept = Object.fromEntries(Object.entries(key).filter(([name]) => [...members, 'kid'].includes(name)))
  return { ...kept, use: 'sig' }
}
