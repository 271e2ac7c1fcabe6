// A witness's ML-DSA-44 key from its seed (FIPS 204, RFC 9881 §6), where this Node has it.
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { Signer } from '@parley/protocol/log/sign-note.ts'
import { makeVerifierKey, signatureTypes } from '@parley/protocol/log/verifier-key.ts'

/** PKCS #8 with the seed only, up to the seed. */
const pkcs8Head = Buffer.from('3034020100300b060960864801650304031104228020', 'hex')
/** SPKI up to the key. */
const spkiHeadBytes = 22

/** Its signatures differ each time, since Node takes fresh randomness for each. */
export const mlDsa44SignerOf = (name: string, seed: Uint8Array): Signer => {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const publicKey = new Uint8Array(spki.subarray(spkiHeadBytes))
  return {
    key: makeVerifierKey(name, signatureTypes.mlDsa44Cosignature.byte, publicKey),
    sign: (message) => new Uint8Array(sign(null, message, key))
  }
}
