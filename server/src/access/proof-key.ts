// The public key inside a DPoP proof, and its thumbprint; both are remembered, since an app signs with one key for long.
import { calculateJwkThumbprint, importJWK, type CryptoKey, type JWK, type JWTHeaderParameters } from 'jose'
import { Refusal } from '../base/refusal.ts'

export type ProofKey = { key: CryptoKey; jkt: string }

const keysMax = 5000
const known = new Map<string, ProofKey>()

const importKey = async (jwk: JWK, alg: string): Promise<ProofKey> => {
  const key = await importJWK(jwk, alg).catch(() => undefined)
  if (key === undefined || key instanceof Uint8Array || key.type !== 'public') {
    throw new Refusal('proof_invalid', { detail: 'The proof has no public key that this server takes' })
  }
  return { key, jkt: await calculateJwkThumbprint(jwk) }
}

/** Throws proof_invalid for what is no public key (a private one is not taken either). */
export const proofKey = async (header: JWTHeaderParameters): Promise<ProofKey> => {
  const { jwk, alg } = header
  if (typeof jwk !== 'object' || jwk === null) throw new Refusal('proof_invalid', { detail: 'The proof names no key' })
  const name = `${alg} ${JSON.stringify(jwk)}`
  const found = known.get(name)
  if (found) return found
  const made = await importKey(jwk, alg)
  // The oldest goes: whoever floods this with new keys makes others import theirs again, no more.
  if (known.size >= keysMax) known.delete(known.keys().next().value ?? '')
  known.set(name, made)
  return made
}
