// What shows to others that one tag stands twice in a log: both entries with their paths in a signed tree.
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { tileWidth } from '@parley/protocol/log/tile-path.ts'
import type { Duplicate, MirroredLog } from './open-mirror-store.ts'
import { readEntries } from './read-log.ts'
import { pathOf } from './tree.ts'

/** entries: empty when the log does not give them any more; tag and indexes are then what others look for. */
export const duplicateProof = async (
  kept: MirroredLog,
  url: string,
  size: number,
  { tag, first, second }: Duplicate
): Promise<Record<string, unknown>> => {
  const entries = await Promise.all(
    [first, second].map(async (index) => {
      const n = Math.floor(index / tileWidth)
      const bundle = await readEntries(url, n, Math.min(tileWidth, size - n * tileWidth))
      const path = await pathOf(kept, index, size)
      return { index, entry: toBase64(bundle[index % tileWidth]!), path: path.map(toBase64) }
    })
  ).catch(() => [])
  return { tag: toHex(tag), indexes: [first, second], entries }
}
