// Ends one session of a person, theirs here or elsewhere.
import type { Bus } from '../base/bus.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'

export type SessionParts = { sql: Sql; bus: Bus }

/** Its open sockets are closed. Throws session_missing, also for somebody else's. */
export const endSession = async ({ sql, bus }: SessionParts, person: string, session: string): Promise<void> => {
  const ended = await sql`delete from people.session where id = ${session} and person_id = ${person}`
  if (ended.count === 0) throw new Refusal('session_missing')
  bus.publish({ topic: 'signed_out', person, session })
  bus.publish({ topic: 'person', person, changed: 'sessions' })
}
