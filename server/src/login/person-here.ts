// Who is signed in on the platform in the browser that sent a request.
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import type { WithCookies } from '../people/session-cookie.ts'
import { signedIn } from '../people/signed-in.ts'

/** since: when this session began, in seconds; the auth_time of OpenID Connect. */
export type PersonHere = { person: string; session: string; since: number }

export const personHere = async (sql: Sql, request: WithCookies): Promise<PersonHere | undefined> => {
  try {
    const { person, session } = await signedIn(sql, request)
    const [row] = await sql<{ at: Date }[]>`select started_at as at from people.session where id = ${session}`
    return row && { person, session, since: Math.floor(row.at.getTime() / 1000) }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_signed_in') return undefined
    throw error
  }
}
