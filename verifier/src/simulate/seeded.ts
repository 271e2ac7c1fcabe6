// Bytes, numbers and ids that look random and are the same for the same seed, so that a history can be told again.
import { joinBytes, uint64 } from '@parley/protocol/log/bytes.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'

export type Seeded = {
  /** 32 bytes. */
  bytes: () => Uint8Array
  /** From 0 up to and without the end. */
  below: (end: number) => number
  id: () => string
  pick: <T>(values: readonly T[]) => T
}

export const seeded = (seed: string): Seeded => {
  let count = 0
  const bytes = () => sha256(joinBytes(toUtf8(seed), uint64(count++)))
  const below = (end: number) => new DataView(bytes().buffer).getUint32(0) % end
  const id = () => {
    const hex = toHex(bytes())
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }
  return { bytes, below, id, pick: (values) => values[below(values.length)]! }
}
