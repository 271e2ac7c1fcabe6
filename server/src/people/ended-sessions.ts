// Which of some sessions are over, for whoever holds something open for them.
import type { Sql } from '../base/sql.ts'

export const endedSessions = async (sql: Sql, sessions: readonly string[]): Promise<string[]> => {
  if (sessions.length === 0) return []
  const rows = await sql<{ id: string }[]>`
    select w.id from unnest(${[...new Set(sessions)]}::uuid[]) as w (id)
    where not exists (
      select from people.session s join people.person p on p.id = s.person_id and p.closed_at is null where s.id = w.id)`
  return rows.map(({ id }) => id)
}
