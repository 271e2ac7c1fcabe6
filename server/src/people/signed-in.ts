// Who is asking: the person and session behind a request's cookie.
import { now } from '../base/clock.ts'
import { sha256 } from '../base/hash.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { readSessionCookie, type WithCookies } from './session-cookie.ts'
import { sessionDaysUnusedMax } from './start-session.ts'

export type SignedIn = { person: string; session: string }

// Last seen is exact to a minute, so that requests in a row write nothing.
const seenPrecisionMs = 60_000

/** Throws not_signed_in. Using a session keeps it alive. */
export const signedIn = async (sql: Sql, request: WithCookies): Promise<SignedIn> => {
  const token = readSessionCookie(request)
  if (!token) throw new Refusal('not_signed_in')
  const at = now()
  const [row] = await sql<{ person: string; session: string; seen_at: Date }[]>`
    select s.person_id as person, s.id as session, s.seen_at
    from people.session s join people.person p on p.id = s.person_id and p.closed_at is null
    where s.token_hash = ${sha256(token)} and s.seen_at > ${at}::timestamptz - ${sessionDaysUnusedMax} * interval '1 day'`
  if (!row) throw new Refusal('not_signed_in')
  if (at.getTime() - row.seen_at.getTime() > seenPrecisionMs) {
    // The condition lets one of several requests at once write.
    const before = new Date(at.getTime() - seenPrecisionMs)
    await sql`update people.session set seen_at = ${at} where id = ${row.session} and seen_at < ${before}`
  }
  return { person: row.person, session: row.session }
}
