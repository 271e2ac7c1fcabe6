// Reads tiles and entry bundles of the tree (C2SP tlog-tiles): full ones as stored, partial ones computed.
import { formatEntryBundle } from '@parley/protocol/log/entry-bundle.ts'
import { type Tile, tileWidth } from '@parley/protocol/log/tile-path.ts'
import type { Sql, Tx } from '../base/sql.ts'
import { begunHashes } from './begun-hashes.ts'

/** The bytes of a tile or entry bundle; undefined when the tree has not grown so far. */
export const readTile = async (sql: Sql | Tx, { level, index, width }: Tile): Promise<Uint8Array | undefined> => {
  const from = index * tileWidth
  if (level === 'entries') {
    const rows = await sql<{ entry: Buffer }[]>`
      select entry from log.leaf where idx >= ${from} and idx < ${from + width} order by idx`
    return rows.length === width ? formatEntryBundle(rows.map(({ entry }) => entry)) : undefined
  }
  const [full] = await sql<{ hashes: Buffer }[]>`
    select hashes from log.tile where level = ${level} and n = ${index}`
  if (full) return new Uint8Array(full.hashes.subarray(0, width * 32))
  if (width === tileWidth) return undefined
  const hashes = await begunHashes(sql, level, from, width)
  return hashes.length === width ? new Uint8Array(Buffer.concat(hashes)) : undefined
}
