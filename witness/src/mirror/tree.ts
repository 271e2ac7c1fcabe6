// The tree of a mirrored log: what grows, roots of every size it had, and proofs.
import { emptyRoot } from '@parley/protocol/log/merkle-hash.ts'
import { merkleRoot } from '@parley/protocol/log/merkle-root.ts'
import { inclusionRanges } from '@parley/protocol/log/proof-ranges.ts'
import { hashOfRange, type ReadTile } from '@parley/protocol/log/tile-hash.ts'
import { tileWidth } from '@parley/protocol/log/tile-path.ts'
import type { MirroredLog } from './open-mirror-store.ts'

const reading =
  (kept: MirroredLog): ReadTile =>
  ({ level, index, width }) => {
    const hashes = typeof level === 'number' ? kept.tile(level, index) : undefined
    if (!hashes) throw new RangeError(`Tile ${index} of level ${level} is not kept`)
    return hashes.subarray(0, width * 32)
  }

/** The root of the first `size` entries, of which all are taken. */
export const rootAt = async (kept: MirroredLog, size: number): Promise<Uint8Array> =>
  size === 0 ? emptyRoot : hashOfRange({ start: 0, end: size }, size, reading(kept))

export const pathOf = async (kept: MirroredLog, index: number, size: number): Promise<Uint8Array[]> =>
  Promise.all(inclusionRanges(index, size).map((range) => hashOfRange(range, size, reading(kept))))

/** The leaf hashes of one tile, `width` of them. */
export const leavesOf = (kept: MirroredLog, n: number, width: number): Uint8Array[] => {
  const hashes = kept.tile(0, n) ?? new Uint8Array()
  return Array.from({ length: width }, (_, at) => hashes.slice(at * 32, at * 32 + 32))
}

export type GrownTile = { level: number; n: number; hashes: Uint8Array }

/** All tiles that change when the leaves follow on the first `size` ones. What a tile holds beyond its size is written over. */
export const growTiles = (kept: MirroredLog, size: number, leaves: Uint8Array[]): GrownTile[] => {
  const tiles: GrownTile[] = []
  let [had, added] = [size, leaves]
  for (let level = 0; added.length > 0; level++) {
    const first = Math.floor(had / tileWidth)
    const stands = kept.tile(level, first)?.subarray(0, (had % tileWidth) * 32) ?? new Uint8Array()
    const hashes = [
      ...Array.from({ length: stands.length / 32 }, (_, at) => stands.slice(at * 32, at * 32 + 32)),
      ...added
    ]
    const roots: Uint8Array[] = []
    for (let at = 0; at < hashes.length; at += tileWidth) {
      const ofTile = hashes.slice(at, at + tileWidth)
      tiles.push({ level, n: first + at / tileWidth, hashes: new Uint8Array(Buffer.concat(ofTile)) })
      if (ofTile.length === tileWidth) roots.push(merkleRoot(ofTile))
    }
    ;[had, added] = [first, roots]
  }
  return tiles
}
