// Reads one part of a log again: entries and tiles never change.
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import { type Tile, tilePath, tileWidth } from '@parley/protocol/log/tile-path.ts'
import type { MirroredLog } from './open-mirror-store.ts'
import { readEntries, readHashes } from './read-log.ts'
import { leavesOf } from './tree.ts'

type Changed = { what: string; details: Record<string, unknown> }

const differs = (kept: Uint8Array[], given: Uint8Array[]): number =>
  kept.findIndex((hash, at) => !sameBytes(hash, given[at]!))

const compareTile = async (
  kept: MirroredLog,
  url: string,
  tile: Tile & { level: number }
): Promise<Changed | undefined> => {
  const given = await readHashes(url, tile)
  const had = kept.tile(tile.level, tile.index) ?? new Uint8Array()
  const hashes = Array.from({ length: tile.width }, (_, at) => had.subarray(at * 32, at * 32 + 32))
  if (differs(hashes, given) < 0) return undefined
  return {
    what: `${tilePath(tile)} is not what it was.`,
    details: { tile: tilePath(tile), hadHashes: hashes.map(toBase64), givenHashes: given.map(toBase64) }
  }
}

/** index: of the entry bundle. Undefined when all is as it was. Throws LogAway when it cannot be read. */
export const lookAgain = async (
  kept: MirroredLog,
  url: string,
  size: number,
  index: number
): Promise<Changed | undefined> => {
  const width = Math.min(tileWidth, size - index * tileWidth)
  const leaves = leavesOf(kept, index, width)
  const entries = await readEntries(url, index, width)
  const at = differs(leaves, entries.map(hashLeaf))
  if (at >= 0)
    return {
      what: `Entry ${index * tileWidth + at} is not what it was.`,
      details: { index: index * tileWidth + at, hadLeafHash: toBase64(leaves[at]!), givenEntry: toBase64(entries[at]!) }
    }
  // Every level in turn would take long to come to the few tiles near the root; so the tile above this one is read too.
  const changed = await compareTile(kept, url, { level: 0, index, width })
  const above = Math.floor(index / tileWidth)
  const aboveWidth = Math.min(tileWidth, Math.floor(size / tileWidth) - above * tileWidth)
  if (changed || aboveWidth < 1) return changed
  return compareTile(kept, url, { level: 1, index: above, width: aboveWidth })
}
