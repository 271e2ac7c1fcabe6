// Checks a whole log: its entries give the signed root, its tiles agree, it continues an earlier checkpoint, no tag stands twice.
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import { parseEntry } from '@parley/protocol/log/entry.ts'
import type { Find } from '@parley/protocol/log/finding.ts'
import { emptyFrontier, extendFrontier, frontierRoot } from '@parley/protocol/log/frontier.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import { merkleRoot } from '@parley/protocol/log/merkle-root.ts'
import { tileHashes } from '@parley/protocol/log/tile-hash.ts'
import { tilePath, tilesOf, tileWidth } from '@parley/protocol/log/tile-path.ts'
import type { TagIndex } from '../evidence/context.ts'
import { type LogSource, SourceError } from './open-source.ts'
import { readEntries, readTile } from './read-entries.ts'

export type TreeHead = { size: number; root: Uint8Array }

export type LogReading = {
  /** The tree that the checkpoint names. */
  current: TreeHead
  /** Smaller trees that it must continue. */
  earlier: TreeHead[]
  /** Entries that have not the form of ours are no finding. */
  isForeign: boolean
}

/** The tags of all entries; undefined when the entries do not give the root. Findings are V6, V7 and V8. */
export const checkLog = async (
  source: LogSource,
  { current, earlier, isForeign }: LogReading,
  find: Find
): Promise<TagIndex | undefined> => {
  const tags: TagIndex = { size: current.size, at: new Map() }
  const waiting = earlier.filter(({ size }) => size <= current.size).toSorted((a, b) => a.size - b.size)
  if (waiting.length < earlier.length) find('V6', 'violation', 'The log is smaller than it was.')
  let frontier = emptyFrontier
  let level: Uint8Array[] = []
  const passEarlier = () => {
    while (waiting[0]?.size === frontier.size) {
      const { size, root } = waiting.shift()!
      if (!sameBytes(frontierRoot(frontier), root))
        find('V6', 'violation', `The first ${size} entries are not those of the earlier checkpoint.`)
    }
  }
  passEarlier()
  for await (const entries of readEntries(source, current.size)) {
    const hashes = entries.map(hashLeaf)
    for (const [at, entry] of entries.entries()) {
      if (!isForeign) keepTags(entry, frontier.size, tags, find)
      frontier = extendFrontier(frontier, [hashes[at]!])
      passEarlier()
    }
    level.push(...hashes)
  }
  if (!sameBytes(frontierRoot(frontier), current.root)) {
    find('V8', 'violation', 'The entries of the log do not give the root that it signed.')
    return undefined
  }
  // Its tiles serve proofs to others; they must be of the same tree.
  for (let height = 0; level.length > 0; height++) {
    await checkTiles(source, height, level, current.size, find)
    level = Array.from({ length: Math.floor(level.length / tileWidth) }, (_, at) =>
      merkleRoot(level, at * tileWidth, (at + 1) * tileWidth)
    )
  }
  return tags
}

const keepTags = (bytes: Uint8Array, index: number, { at }: TagIndex, find: Find): void => {
  const entry = parseEntry(bytes)
  if (!entry) find('V7', 'malformed', `Entry ${index} has not the form of an entry.`, index)
  for (const tag of entry?.tags ?? []) {
    const key = toHex(tag)
    const before = at.get(key)
    if (before) before.push(index)
    else at.set(key, [index])
  }
}

const checkTiles = async (
  source: LogSource,
  level: number,
  hashes: Uint8Array[],
  size: number,
  find: Find
): Promise<void> => {
  for (const tile of tilesOf(level, size)) {
    const first = tile.index * tileWidth
    try {
      const bytes = await readTile(source, tile)
      const found = tileHashes(bytes.subarray(0, tile.width * 32), tile.width)
      if (!found?.every((hash, at) => sameBytes(hash, hashes[first + at]!)))
        find('V8', 'violation', `${tilePath(tile)} does not hold the hashes of the entries.`)
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      find('V8', 'insufficient', `${error.message}.`)
    }
  }
}
