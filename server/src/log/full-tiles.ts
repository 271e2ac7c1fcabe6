// The tiles that became full when the tree grew.
import { merkleRoot } from '@parley/protocol/log/merkle-root.ts'
import { tileWidth } from '@parley/protocol/log/tile-path.ts'

export type FullTile = { level: number; n: number; hashes: Uint8Array; root: Uint8Array }

/** Reads hashes of a level, as many as asked for: leaf hashes of level 0, roots of full tiles above. */
type Begun = (level: number, from: number, count: number) => Promise<Uint8Array[]>

/**
 * leafHashes: what the tree grew by, from leaf `size` on. begun: reads the hashes that stood in the unfinished tile of a level before.
 */
export const fullTiles = async (size: number, leafHashes: Uint8Array[], begun: Begun): Promise<FullTile[]> => {
  const tiles: FullTile[] = []
  let [had, added] = [size, leafHashes]
  for (let level = 0; Math.floor((had + added.length) / tileWidth) > Math.floor(had / tileWidth); level++) {
    const from = Math.floor(had / tileWidth) * tileWidth
    const hashes = from === had ? added : [...(await begun(level, from, had - from)), ...added]
    const roots: Uint8Array[] = []
    for (let at = 0; at + tileWidth <= hashes.length; at += tileWidth) {
      const root = merkleRoot(hashes, at, at + tileWidth)
      roots.push(root)
      const bytes = Buffer.concat(hashes.slice(at, at + tileWidth))
      tiles.push({ level, n: (from + at) / tileWidth, hashes: bytes, root })
    }
    ;[had, added] = [from / tileWidth, roots]
  }
  return tiles
}
