// What a witness signs: the time and the checkpoint (C2SP tlog-cosignature).
import { joinBytes, uint64 } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { toUtf8 } from './utf8.ts'

/** "Ed25519 signed message": type 0x04. */
export const ed25519CosignedMessage = (checkpointText: string, timeSeconds: number): Uint8Array =>
  toUtf8(`cosignature/v1\ntime ${timeSeconds}\n${checkpointText}`)

const vector = (text: string): Uint8Array | undefined => {
  const bytes = toUtf8(text)
  return bytes.length >= 1 && bytes.length <= 255 ? joinBytes(Uint8Array.of(bytes.length), bytes) : undefined
}

/** "ML-DSA-44 signed message": type 0x06, for a whole tree. Undefined when the text is not a checkpoint or a name is too long. */
export const mlDsa44CosignedMessage = (
  checkpointText: string,
  timeSeconds: number,
  cosigner: string
): Uint8Array | undefined => {
  const checkpoint = parseCheckpoint(checkpointText)
  const name = vector(cosigner)
  const origin = checkpoint && vector(checkpoint.origin)
  if (!checkpoint || !name || !origin) return undefined
  const { size, root } = checkpoint
  return joinBytes(toUtf8('subtree/v1\n\0'), name, uint64(timeSeconds), origin, uint64(0), uint64(size), root)
}
