// Checks one signature with one public key.

/** Checks an ML-DSA-44 signature (FIPS 204) without context. Browsers have none yet; Node 24 does. */
export type CheckMlDsa44 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array
) => boolean | Promise<boolean>

/** WebCrypto takes no view of shared memory, which nothing here is. */
export const unshared = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => bytes as Uint8Array<ArrayBuffer>

const imported = new WeakMap<Uint8Array, Promise<CryptoKey>>()

/** Ed25519 (RFC 8032). A key that is none makes every signature bad. */
export const checkEd25519 = async (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array
): Promise<boolean> => {
  let key = imported.get(publicKey)
  if (!key) {
    key = crypto.subtle.importKey('raw', unshared(publicKey), 'Ed25519', false, ['verify'])
    imported.set(publicKey, key)
  }
  try {
    return await crypto.subtle.verify('Ed25519', await key, unshared(signature), unshared(message))
  } catch {
    return false
  }
}
