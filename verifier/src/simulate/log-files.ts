// The files that a simulated log serves: checkpoint, tiles and entry bundles.
import { joinBytes } from '@parley/protocol/log/bytes.ts'
import { formatEntryBundle } from '@parley/protocol/log/entry-bundle.ts'
import { tilePath, tilesOf, tileWidth } from '@parley/protocol/log/tile-path.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'
import type { SimulatedLog } from './simulated-log.ts'

/** By path below the prefix. */
export const logFiles = ({ tree, logged, checkpoints }: SimulatedLog): Map<string, Uint8Array> => {
  const files = new Map<string, Uint8Array>([['checkpoint', toUtf8(checkpoints.at(-1)?.note ?? '')]])
  const size = tree.size()
  for (const tile of tilesOf('entries', size)) {
    const first = tile.index * tileWidth
    files.set(tilePath(tile), formatEntryBundle(logged.slice(first, first + tile.width).map(({ entry }) => entry)))
  }
  for (let level = 0; tileWidth ** level <= size; level++) {
    for (const tile of tilesOf(level, size)) {
      const first = tile.index * tileWidth
      files.set(tilePath(tile), joinBytes(...tree.levels[level * 8]!.slice(first, first + tile.width)))
    }
  }
  return files
}
