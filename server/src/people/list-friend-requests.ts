// Friend requests to and from a person that wait for an answer, newest first.
import type { FriendRequestPage } from '@parley/protocol/api/people.ts'
import { readCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'
import { pageOf, pageRows, type PageAsked } from './page-of.ts'

type Row = { id: string; handle: string; name: string; at: Date; direction: 'in' | 'out' }

/** Throws invalid_cursor. */
export const listFriendRequests = async (sql: Sql, me: string, asked: PageAsked): Promise<FriendRequestPage> => {
  const limit = pageRows(asked)
  const after = asked.after === undefined ? undefined : readCursor(asked.after, 'number', 'string')
  const rows = await sql<Row[]>`
    select p.id, p.handle, p.name, r.at, r.direction
    from (
      select from_id as id, at, 'in' as direction from people.friend_request where to_id = ${me} and not hidden
      union all
      select to_id, at, 'out' from people.friend_request where from_id = ${me}
    ) r join people.person p on p.id = r.id
    ${after ? sql`where (people.ms(r.at), p.handle collate "C") < (${after[0]}, ${after[1]})` : sql``}
    order by r.at desc, p.handle collate "C" desc limit ${limit + 1}`
  return pageOf(
    rows,
    limit,
    ({ at, direction, ...person }) => ({ person, at: at.toISOString(), direction }),
    ({ at, handle }) => [at.getTime(), handle]
  )
}
