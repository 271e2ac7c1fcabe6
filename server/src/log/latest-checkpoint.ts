// The checkpoint that is given out: the largest that as many witnesses have signed as the policy asks for.
import type { Sql, Tx } from '../base/sql.ts'

/** note: with the lines of all witnesses that have signed. */
export type PublishedCheckpoint = { size: number; at: Date; note: string }

/** The largest one up to a size (any size when none is given); undefined before the first. */
export const latestCheckpoint = async (
  sql: Sql | Tx,
  { upto }: { upto?: number } = {}
): Promise<PublishedCheckpoint | undefined> => {
  const [row] = await sql<PublishedCheckpoint[]>`
    select c.size, c.at, c.note || coalesce((select string_agg(s.line, '' order by s.witness) from log.cosignature s where s.size = c.size), '') as note
    from log.checkpoint c
    where c.cosigned_at is not null and (${upto ?? null}::bigint is null or c.size <= ${upto ?? null})
    order by c.size desc limit 1`
  return row
}
