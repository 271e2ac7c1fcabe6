// ML-DSA-44 from Node's crypto, where this Node has it: newer witnesses sign with it (C2SP tlog-cosignature).
import { createPublicKey, verify } from 'node:crypto'
import type { CheckMlDsa44 } from '@parley/protocol/log/signature-check.ts'

/** An SPKI of an ML-DSA-44 key up to the key itself (RFC 9881 §4). */
const spkiHead = Buffer.from('30820532300b06096086480165030403110382052100', 'hex')

/** A Node without it throws, and verifyNote's caller takes the signature for one that cannot be checked. */
export const checkMlDsa44: CheckMlDsa44 = (publicKey, message, signature) => {
  try {
    const key = createPublicKey({ key: Buffer.concat([spkiHead, publicKey]), format: 'der', type: 'spki' })
    return verify(null, message, key, signature)
  } catch {
    return false
  }
}
