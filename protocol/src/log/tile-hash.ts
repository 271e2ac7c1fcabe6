// Finds the hashes of subtrees in tiles (C2SP tlog-tiles, "Merkle Tree").
import { hashNode } from './merkle-hash.ts'
import { merkleRoot } from './merkle-root.ts'
import { type Range, splitOf } from './proof-ranges.ts'
import { type Tile, tileWidth } from './tile-path.ts'

/** The bytes of a tile, 32 for each hash. May throw. */
export type ReadTile = (tile: Tile) => Uint8Array | Promise<Uint8Array>

/** The hashes in a tile, or undefined when it has not the length that its width says. */
export const tileHashes = (tile: Uint8Array, width: number): Uint8Array[] | undefined =>
  tile.length === width * 32
    ? Array.from({ length: width }, (_, at) => tile.subarray(at * 32, at * 32 + 32))
    : undefined

/**
 * The hash of a subtree that a proof of a tree of this size asks for. Reads at most one tile for every power of two in the range. Throws
 * RangeError when a tile is not as long as it must be.
 */
export const hashOfRange = async ({ start, end }: Range, size: number, readTile: ReadTile): Promise<Uint8Array> => {
  const count = end - start
  if (Number.isInteger(Math.log2(count)) && start % count === 0) return fullSubtree(start, count, size, readTile)
  const middle = start + splitOf(count)
  const left = await hashOfRange({ start, end: middle }, size, readTile)
  return hashNode(left, await hashOfRange({ start: middle, end }, size, readTile))
}

const fullSubtree = async (start: number, count: number, size: number, readTile: ReadTile): Promise<Uint8Array> => {
  let [level, leaves] = [0, 1]
  while (leaves * tileWidth <= count) {
    leaves *= tileWidth
    level++
  }
  const [first, hashes] = [start / leaves, count / leaves]
  const index = Math.floor(first / tileWidth)
  const width = Math.min(tileWidth, Math.floor(size / leaves) - index * tileWidth)
  const tile = tileHashes(await readTile({ level, index, width }), width)
  if (!tile) throw new RangeError(`Tile ${index} of level ${level} does not hold ${width} hashes`)
  const at = first - index * tileWidth
  return merkleRoot(tile, at, at + hashes)
}
