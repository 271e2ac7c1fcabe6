// Takes the entries up to a checkpoint, in portions, and keeps their tiles and tags; nothing of it counts before the root is right.
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import { parseEntry } from '@parley/protocol/log/entry.ts'
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import { tileWidth } from '@parley/protocol/log/tile-path.ts'
import type { MirroredLog } from './open-mirror-store.ts'
import { readEntries } from './read-log.ts'
import { growTiles, leavesOf } from './tree.ts'

// 2,048 entries: what a mirror holds in memory and commits at once.
const bundlesAtOnce = 8

/** The log gives another entry than before at a place of the tree that it has signed. */
export class EntryChanged extends Error {}

const takePortion = async (kept: MirroredLog, url: string, size: number): Promise<void> => {
  const { taken } = kept.progress()
  const first = Math.floor(taken / tileWidth)
  const last = Math.min(first + bundlesAtOnce, Math.ceil(size / tileWidth))
  const bundles = await Promise.all(
    Array.from({ length: last - first }, (_, at) =>
      readEntries(url, first + at, Math.min(tileWidth, size - (first + at) * tileWidth))
    )
  )
  const entries = bundles.flat()
  const leaves = entries.map(hashLeaf)
  const overlap = taken - first * tileWidth
  const before = leavesOf(kept, first, overlap)
  const changed = before.findIndex((hash, at) => !sameBytes(hash, leaves[at]!))
  if (changed >= 0) throw new EntryChanged(`Entry ${first * tileWidth + changed} is not what it was`)
  const tags = new Map<number, Uint8Array[]>()
  for (const [at, bytes] of entries.slice(overlap).entries()) {
    const entry = parseEntry(bytes)
    if (entry) tags.set(taken + at, entry.tags)
  }
  kept.take(first * tileWidth + entries.length, growTiles(kept, taken, leaves.slice(overlap)), tags)
}

/** Throws LogAway or EntryChanged; what was taken before stays. */
export const takeEntries = async (kept: MirroredLog, url: string, size: number): Promise<void> => {
  while (kept.progress().taken < size) await takePortion(kept, url, size)
}
