// A person's sessions, newest first.
import type { SessionPage } from '@parley/protocol/api/people.ts'
import { now } from '../base/clock.ts'
import { readCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'
import { pageOf, pageRows, type PageAsked } from './page-of.ts'
import { sessionDaysUnusedMax } from './start-session.ts'

type Row = { id: string; device: string; started_at: Date; seen_at: Date }

/** current: the session that asks. Throws invalid_cursor. */
export const listSessions = async (
  sql: Sql,
  { person, session }: { person: string; session: string },
  asked: PageAsked
): Promise<SessionPage> => {
  const limit = pageRows(asked)
  const after = asked.after === undefined ? undefined : readCursor(asked.after, 'number', 'string')
  const rows = await sql<Row[]>`
    select id, device, started_at, seen_at from people.session
    where person_id = ${person} and seen_at > ${now()}::timestamptz - ${sessionDaysUnusedMax} * interval '1 day'
    ${after ? sql`and (people.ms(started_at), id::text collate "C") < (${after[0]}, ${after[1]})` : sql``}
    order by started_at desc, id::text collate "C" desc limit ${limit + 1}`
  return pageOf(
    rows,
    limit,
    ({ id, device, started_at, seen_at }) => ({
      id,
      startedAt: started_at.toISOString(),
      seenAt: seen_at.toISOString(),
      device,
      current: id === session
    }),
    ({ started_at, id }) => [started_at.getTime(), id]
  )
}
