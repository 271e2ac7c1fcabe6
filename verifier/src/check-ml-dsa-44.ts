// ML-DSA-44 from Node's crypto, where this Node has it.
import { createPublicKey, verify } from 'node:crypto'
import type { CheckMlDsa44 } from '@parley/protocol/log/signature-check.ts'

/** An SPKI of an ML-DSA-44 key up to the key itself (RFC 9881 §4). */
const spkiHead = Buffer.from('30820532300b06096086480165030403110382052100', 'hex')

const keyOf = (publicKey: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([spkiHead, publicKey]), format: 'der', type: 'spki' })

const isKnown = (): boolean => {
  try {
    return keyOf(new Uint8Array(1312)).asymmetricKeyType === 'ml-dsa-44'
  } catch {
    return false
  }
}

export const checkMlDsa44: CheckMlDsa44 | undefined = isKnown()
  ? (publicKey, message, signature) => verify(null, message, keyOf(publicKey), signature)
  : undefined
