// The hashes of one level of the tree in the tile that is not full yet.
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import type { Sql, Tx } from '../base/sql.ts'

/** At most `limit` hashes of a level from hash `from` on, in order: leaf hashes of level 0, roots of full tiles above. */
export const begunHashes = async (sql: Sql | Tx, level: number, from: number, limit = 256): Promise<Uint8Array[]> => {
  if (level === 0) {
    const rows = await sql<{ entry: Buffer }[]>`
      select entry from log.leaf where idx >= ${from} and idx < ${from + limit} order by idx`
    return rows.map(({ entry }) => hashLeaf(entry))
  }
  const rows = await sql<{ root: Buffer }[]>`
    select root from log.tile where level = ${level - 1} and n >= ${from} and n < ${from + limit} order by n`
  return rows.map(({ root }) => root)
}
