// Reads a log over HTTP (C2SP tlog-tiles): its checkpoint, entry bundles and tiles.
import { parseEntryBundle } from '@parley/protocol/log/entry-bundle.ts'
import { type Tile, tilePath, tileWidth } from '@parley/protocol/log/tile-path.ts'
import { tileHashes } from '@parley/protocol/log/tile-hash.ts'
import { fromUtf8 } from '@parley/protocol/log/utf8.ts'

/** The log cannot be asked, or gives what no log gives. It proves nothing. */
export class LogAway extends Error {}

const waitMs = 20_000
// A bundle of the longest entries that the format allows.
const bytesMax = tileWidth * (2 + 65_535)

/** Undefined when there is nothing. Throws LogAway. */
const read = async (url: string): Promise<Uint8Array | undefined> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(waitMs), cache: 'no-store' })
    if (response.status === 404 || response.status === 410) return undefined
    if (!response.ok || !response.body) throw new LogAway(`${url} answered ${response.status}`)
    const parts: Uint8Array[] = []
    let length = 0
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      length += part.length
      if (length > bytesMax) throw new LogAway(`${url} is larger than any file of a log`)
      parts.push(part)
    }
    return new Uint8Array(Buffer.concat(parts))
  } catch (error) {
    if (error instanceof LogAway) throw error
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
    throw new LogAway(`${url} cannot be reached: ${cause || String(error)}`, { cause: error })
  }
}

/** Undefined before the log's first checkpoint. Throws LogAway. */
export const readCheckpoint = async (url: string): Promise<string | undefined> => {
  const bytes = await read(`${url}/checkpoint`)
  return bytes && (fromUtf8(bytes) ?? '')
}

/** The first `width` entries or hashes of it. A partial one may have been replaced by the full one (tlog-tiles, "Partial Tiles"). */
const readTile = async (url: string, tile: Tile): Promise<Uint8Array> => {
  const bytes =
    (await read(`${url}/${tilePath(tile)}`)) ??
    (tile.width < tileWidth ? await read(`${url}/${tilePath({ ...tile, width: tileWidth })}`) : undefined)
  if (!bytes) throw new LogAway(`${url}/${tilePath(tile)} is missing`)
  return bytes
}

/** Throws LogAway. */
export const readEntries = async (url: string, index: number, width: number): Promise<Uint8Array[]> => {
  const tile: Tile = { level: 'entries', index, width }
  const entries = parseEntryBundle(await readTile(url, tile))
  if (!entries || entries.length < width) throw new LogAway(`${url}/${tilePath(tile)} does not hold ${width} entries`)
  return entries.slice(0, width)
}

/** Throws LogAway. */
export const readHashes = async (url: string, tile: Tile): Promise<Uint8Array[]> => {
  const bytes = await readTile(url, tile)
  const hashes = tileHashes(bytes.subarray(0, tile.width * 32), tile.width)
  if (!hashes) throw new LogAway(`${url}/${tilePath(tile)} does not hold ${tile.width} hashes`)
  return hashes
}
