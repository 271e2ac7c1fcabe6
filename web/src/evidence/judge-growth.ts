// Shows from the log's public tiles that one tree is the beginning of another; the browser makes the proof itself.
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import { checkConsistency, type TreeHead } from '@parley/protocol/log/check-consistency.ts'
import { consistencyRanges } from '@parley/protocol/log/proof-ranges.ts'
import { hashOfRange, type ReadTile } from '@parley/protocol/log/tile-hash.ts'
import { tilePath } from '@parley/protocol/log/tile-path.ts'

/** contradicts: no tree with the newer root begins with the older one, or the tiles are not those of the newer root. hidden: a tile is missing. */
export type Grown = 'grown' | 'contradicts' | 'hidden'

/** older is not larger than newer. A RangeError of readTile says that a tile is missing; whatever else it throws is thrown. */
export const judgeGrowth = async (older: TreeHead, newer: TreeHead, readTile: ReadTile): Promise<Grown> => {
  if (older.size === newer.size) return sameBytes(older.root, newer.root) ? 'grown' : 'contradicts'
  const read = new Map<string, ReturnType<ReadTile>>()
  const readOnce: ReadTile = (tile) => {
    const path = tilePath(tile)
    const bytes = read.get(path) ?? readTile(tile)
    read.set(path, bytes)
    return bytes
  }
  try {
    const ranges = consistencyRanges(older.size, newer.size)
    const proof = await Promise.all(ranges.map((range) => hashOfRange(range, newer.size, readOnce)))
    return checkConsistency(older, newer, proof) ? 'grown' : 'contradicts'
  } catch (error) {
    if (error instanceof RangeError) return 'hidden'
    throw error
  }
}
