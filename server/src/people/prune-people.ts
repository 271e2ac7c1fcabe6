// Forgets sessions, invite links and challenges that have ended by themselves.
import { now } from '../base/clock.ts'
import type { Sql } from '../base/sql.ts'
import { sessionDaysUnusedMax } from './start-session.ts'

export const prunePeople = async (sql: Sql): Promise<void> => {
  const at = now()
  await sql`
    delete from people.session where seen_at <= ${at}::timestamptz - ${sessionDaysUnusedMax} * interval '1 day'`
  await sql`delete from people.invite where ends_at <= ${at}`
  await sql`delete from people.challenge where ends_at <= ${at}`
}
