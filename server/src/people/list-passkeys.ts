// A person's passkeys, oldest first.
import type { PasskeyPage } from '@parley/protocol/api/people.ts'
import { readCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'
import { pageOf, pageRows, type PageAsked } from './page-of.ts'

type Row = { id: string; name: string; added_at: Date; used_at: Date | null }

/** Throws invalid_cursor. */
export const listPasskeys = async (sql: Sql, person: string, asked: PageAsked): Promise<PasskeyPage> => {
  const limit = pageRows(asked)
  const after = asked.after === undefined ? undefined : readCursor(asked.after, 'number', 'string')
  const rows = await sql<Row[]>`
    select id, name, added_at, used_at from people.passkey
    where person_id = ${person}
    ${after ? sql`and (people.ms(added_at), id::text collate "C") > (${after[0]}, ${after[1]})` : sql``}
    order by added_at, id::text collate "C" limit ${limit + 1}`
  return pageOf(
    rows,
    limit,
    ({ id, name, added_at, used_at }) => ({
      id,
      name,
      addedAt: added_at.toISOString(),
      ...(used_at && { usedAt: used_at.toISOString() })
    }),
    ({ added_at, id }) => [added_at.getTime(), id]
  )
}
