// An Ed25519 key pair for WebCrypto: a new one, or the one of a seed.
import { fromHex } from '@parley/protocol/log/hex.ts'
import { joinBytes } from '@parley/protocol/log/bytes.ts'
import { unshared } from '@parley/protocol/log/signature-check.ts'

/** PKCS #8 of an Ed25519 key up to its 32 bytes (RFC 8410 §7). */
const pkcs8Head = fromHex('302e020100300506032b657004220420') ?? new Uint8Array()

export const makeEd25519Pair = async (seed?: Uint8Array): Promise<CryptoKeyPair> => {
  if (!seed) return crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  const pkcs8 = unshared(joinBytes(pkcs8Head, seed))
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign'])
  const { kty, crv, x } = await crypto.subtle.exportKey('jwk', privateKey)
  const jwk = { kty, crv, x } as JsonWebKey
  return { privateKey, publicKey: await crypto.subtle.importKey('jwk', jwk, 'Ed25519', true, ['verify']) }
}
