// Signs notes: a log its checkpoints, a witness what it has seen.
import { joinBytes, uint64 } from './bytes.ts'
import { ed25519CosignedMessage, mlDsa44CosignedMessage } from './cosigned-message.ts'
import type { NoteSignature } from './note.ts'
import { unshared } from './signature-check.ts'
import { toUtf8 } from './utf8.ts'
import { makeVerifierKey, signatureTypes, type VerifierKey } from './verifier-key.ts'

export type Signer = {
  key: VerifierKey
  /** The raw signature over a message. */
  sign: (message: Uint8Array) => Uint8Array | Promise<Uint8Array>
}

/** A signer from a WebCrypto Ed25519 key pair with an extractable public key. */
export const makeEd25519Signer = async (
  name: string,
  pair: CryptoKeyPair,
  type: number = signatureTypes.ed25519.byte
): Promise<Signer> => {
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const sign = async (message: Uint8Array) =>
    new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, unshared(message)))
  return { key: makeVerifierKey(name, type, publicKey), sign }
}

/**
 * The signature line for a text. A cosigner needs the time, in seconds since 1970, and a checkpoint as the text. Throws TypeError when it
 * has not got them.
 */
export const signNote = async (text: string, { key, sign }: Signer, timeSeconds?: number): Promise<NoteSignature> => {
  const { name, id, type } = key
  if (type === signatureTypes.ed25519.byte) return { name, id, signature: await sign(toUtf8(text)) }
  if (timeSeconds === undefined) throw new TypeError('A cosignature says when it was made')
  const message =
    type === signatureTypes.ed25519Cosignature.byte
      ? ed25519CosignedMessage(text, timeSeconds)
      : mlDsa44CosignedMessage(text, timeSeconds, name)
  if (!message) throw new TypeError('A witness signs checkpoints only')
  return { name, id, signature: joinBytes(uint64(timeSeconds), await sign(message)) }
}
