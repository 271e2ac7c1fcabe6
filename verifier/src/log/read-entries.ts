// Goes through all entries of a log in order, from its entry bundles.
import { parseEntryBundle } from '@parley/protocol/log/entry-bundle.ts'
import { type Tile, tilePath, tilesOf, tileWidth } from '@parley/protocol/log/tile-path.ts'
import { type LogSource, SourceError } from './open-source.ts'

const atOnce = 8

/** The bytes of a tile; a partial one may have been replaced by the full one (tlog-tiles, "Partial Tiles"). */
export const readTile = async (source: LogSource, tile: Tile): Promise<Uint8Array> => {
  const bytes = (await source(tilePath(tile))) ?? (await source(tilePath({ ...tile, width: tileWidth })))
  if (!bytes) throw new SourceError(`${tilePath(tile)} is missing`)
  return bytes
}

/** The first size entries, bundle by bundle. Throws SourceError when one is missing or cannot be read. */
export async function* readEntries(source: LogSource, size: number): AsyncGenerator<Uint8Array[]> {
  const tiles = tilesOf('entries', size)
  for (let at = 0; at < tiles.length; at += atOnce) {
    const group = tiles.slice(at, at + atOnce)
    const all = await Promise.all(group.map((tile) => readTile(source, tile)))
    for (const [place, bytes] of all.entries()) {
      const tile = group[place]!
      const entries = parseEntryBundle(bytes)
      if (!entries || entries.length < tile.width)
        throw new SourceError(`${tilePath(tile)} does not hold ${tile.width} entries`)
      yield entries.slice(0, tile.width)
    }
  }
}
