// People whom a person blocks, newest first.
import type { BlockPage } from '@parley/protocol/api/people.ts'
import { readCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'
import { pageOf, pageRows, type PageAsked } from './page-of.ts'

type Row = { id: string; handle: string; name: string; at: Date }

/** Throws invalid_cursor. */
export const listBlocks = async (sql: Sql, me: string, asked: PageAsked): Promise<BlockPage> => {
  const limit = pageRows(asked)
  const after = asked.after === undefined ? undefined : readCursor(asked.after, 'number', 'string')
  const rows = await sql<Row[]>`
    select p.id, p.handle, p.name, b.at
    from people.block b join people.person p on p.id = b.blocked_id
    where b.person_id = ${me}
    ${after ? sql`and (people.ms(b.at), p.handle collate "C") < (${after[0]}, ${after[1]})` : sql``}
    order by b.at desc, p.handle collate "C" desc limit ${limit + 1}`
  return pageOf(
    rows,
    limit,
    ({ at, ...person }) => ({ person, at: at.toISOString() }),
    ({ at, handle }) => [at.getTime(), handle]
  )
}
