// The hashes of one level of the tree in the tile that is not full yet.
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import type { Sql, Tx } from '../base/sql.ts'

/** `count` hashes of a level from hash `from` on, or as many as there are: leaf hashes of level 0, roots of full tiles above. */
export const begunHashes = async (sql: Sql | Tx, level: number, from: number, count: number): Promise<Uint8Array[]> => {
  if (level === 0) {
    const rows = await sql<{ entry: Buffer }[]>`
      select entry from log.leaf where idx >= ${from} and idx < ${from + count} order by idx`
    return rows.map(({ entry }) => hashLeaf(entry))
  }
  const rows = await sql<{ root: Buffer }[]>`
    select root from log.tile where level = ${level - 1} and n >= ${from} and n < ${from + count} order by n`
  return rows.map(({ root }) => root)
}
