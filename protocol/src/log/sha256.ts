// SHA-256 and its HMAC, synchronous: a proof of ten thousand entries takes a quarter of a million hashes, too many to await one by one.
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 as hash } from '@noble/hashes/sha2.js'

/** The 32-byte hash of the parts, one after the other. */
export const sha256 = (...parts: Uint8Array[]): Uint8Array => {
  if (parts.length === 1) return hash(parts[0]!)
  const state = hash.create()
  for (const part of parts) state.update(part)
  return state.digest()
}

/** HMAC-SHA-256 (RFC 2104), 32 bytes. */
export const hmacSha256 = (key: Uint8Array, message: Uint8Array): Uint8Array => hmac(hash, key, message)
