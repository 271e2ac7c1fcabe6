// A person's friends, by handle.
import type { FriendPage } from '@parley/protocol/api/people.ts'
import { readCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'
import { pageOf, pageRows, type PageAsked } from './page-of.ts'

type Row = { id: string; handle: string; name: string; since: Date }

/** Throws invalid_cursor. */
export const listFriends = async (sql: Sql, me: string, asked: PageAsked): Promise<FriendPage> => {
  const limit = pageRows(asked)
  const [after] = asked.after === undefined ? [''] : readCursor(asked.after, 'string')
  const rows = await sql<Row[]>`
    select p.id, p.handle, p.name, f.since
    from (
      select high_id as id, since from people.friendship where low_id = ${me}
      union all
      select low_id, since from people.friendship where high_id = ${me}
    ) f join people.person p on p.id = f.id
    where p.handle collate "C" > ${after}
    order by p.handle collate "C" limit ${limit + 1}`
  return pageOf(
    rows,
    limit,
    ({ since, ...person }) => ({ person, since: since.toISOString() }),
    ({ handle }) => [handle]
  )
}
