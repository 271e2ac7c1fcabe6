// Makes proofs for one size of the tree, out of its tiles; keeps what it has read.
import { emptyRoot } from '@parley/protocol/log/merkle-hash.ts'
import { hashOfRange } from '@parley/protocol/log/tile-hash.ts'
import { consistencyRanges, inclusionRanges, type Range } from '@parley/protocol/log/proof-ranges.ts'
import { type Tile, tilePath } from '@parley/protocol/log/tile-path.ts'
import type { Sql, Tx } from '../base/sql.ts'
import { readTile } from './read-tile.ts'

// Tiles of 8 kB and hashes of 32 bytes: 16 MB and some.
const tilesKept = 2000
const hashesKept = 100_000

/** Serves one request: it is right for ever, since trees only grow, and it is dropped with what it keeps. */
export class TreeReader {
  readonly #sql: Sql | Tx
  readonly #tiles = new Map<string, Promise<Uint8Array>>()
  readonly #hashes = new Map<string, Promise<Uint8Array>>()

  constructor(sql: Sql | Tx) {
    this.#sql = sql
  }

  /** From the leaf's sibling up (RFC 6962 §2.1.1). Throws RangeError unless 0 <= index < size, and size is one that the tree has had. */
  inclusion(index: number, size: number): Promise<Uint8Array[]> {
    return Promise.all(inclusionRanges(index, size).map((range) => this.#hash(range, size)))
  }

  /** That the tree of the older size is a beginning of the newer one (RFC 6962 §2.1.2). */
  consistency(older: number, newer: number): Promise<Uint8Array[]> {
    return Promise.all(consistencyRanges(older, newer).map((range) => this.#hash(range, newer)))
  }

  /** The root of a size that the tree has had. */
  async root(size: number): Promise<Uint8Array> {
    return size === 0 ? emptyRoot : this.#hash({ start: 0, end: size }, size)
  }

  #hash(range: Range, size: number): Promise<Uint8Array> {
    return keep(this.#hashes, `${range.start} ${range.end}`, hashesKept, () =>
      hashOfRange(range, size, (tile) => this.#tile(tile))
    )
  }

  #tile(tile: Tile): Promise<Uint8Array> {
    return keep(this.#tiles, tilePath(tile), tilesKept, async () => {
      const bytes = await readTile(this.#sql, tile)
      if (!bytes) throw new RangeError(`The tree has no ${tilePath(tile)}`)
      return bytes
    })
  }
}

const keep = <T>(map: Map<string, T>, key: string, max: number, make: () => T): T => {
  const known = map.get(key)
  if (known !== undefined) return known
  if (map.size >= max) map.clear()
  const made = make()
  map.set(key, made)
  return made
}
