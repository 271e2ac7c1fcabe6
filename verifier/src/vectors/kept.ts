// Signatures that come out differently each time: the vectors keep the ones that they have.
import { fromBase64, toBase64 } from '@parley/protocol/log/base64.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import type { Signer } from '@parley/protocol/log/sign-note.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'

/** Gives the signature over a message that was kept, or makes one. The keys are always the same. */
export type Kept = (message: Uint8Array, sign: Signer['sign']) => Promise<Uint8Array>

/** before: signatures in base64 by the hash of what they sign. Those that were asked for are in used afterwards. */
export const keptIn =
  (before: Record<string, string>, used: Record<string, string>): Kept =>
  async (message, sign) => {
    const hash = toHex(sha256(message))
    const old = before[hash]
    const signature = (old !== undefined && fromBase64(old)) || (await sign(message))
    used[hash] = toBase64(signature)
    return signature
  }
