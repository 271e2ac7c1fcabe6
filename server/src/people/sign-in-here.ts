// Signs a person in on the browser that asks: a new session, its cookies, and the end of the session that the browser had.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Bus } from '../base/bus.ts'
import { sha256 } from '../base/hash.ts'
import type { Sql } from '../base/sql.ts'
import { markBrowser } from './known-browser.ts'
import { readMe } from './read-me.ts'
import { readSessionCookie, setSessionCookie } from './session-cookie.ts'
import { startSession } from './start-session.ts'

export type SignInParts = { sql: Sql; bus: Bus; secret: string }

/** The token is always a new one, so a token that somebody planted in the browser beforehand is worth nothing. Returns the session's id. passwordOf: as for startSession. */
export const signInHere = async (
  { sql, bus, secret }: SignInParts,
  request: FastifyRequest,
  reply: FastifyReply,
  person: string,
  passwordOf?: string
): Promise<string> => {
  const before = readSessionCookie(request)
  const { token, session } = await startSession(sql, person, request.headers['user-agent'], passwordOf)
  setSessionCookie(reply, token)
  markBrowser(secret, reply, (await readMe(sql, person)).handle)
  bus.publish({ topic: 'person', person, changed: 'sessions' })
  if (before) {
    const ended = await sql<{ id: string; person_id: string }[]>`
      delete from people.session where token_hash = ${sha256(before)} returning id, person_id`
    for (const { id, person_id } of ended) bus.publish({ topic: 'signed_out', person: person_id, session: id })
  }
  return session
}
