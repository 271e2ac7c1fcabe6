// Signs a browser in as the person of a session of the SDK.
import type { ParleyApp, Session } from '@parley/sdk'
import type { FastifyReply } from 'fastify'
import type { DatabaseSync } from 'node:sqlite'
import { closeBrowser, openBrowser, sessionDays } from '../people/browser-session.ts'
import { connect, meetPerson, type Person, personById } from '../people/person.ts'
import type { SiteCookies } from './site-cookies.ts'

/**
 * Keeps a login's session as the person's connection when it carries a permission; a login only must not take the place of one.
 */
const keepConnection = async (
  { db, parley }: { db: DatabaseSync; parley: ParleyApp },
  person: Person,
  session: Session
): Promise<void> => {
  if (person.parleySession === session.id) return
  const earlier = person.parleySession ? await parley.session(person.parleySession) : undefined
  if (earlier?.permission && !session.permission) return session.forget()
  connect(db, person.id, session.id)
  await earlier?.forget()
}

/** Sets the cookies on the reply and leaves the answer to the caller. Throws what the SDK throws. */
export const arrive = async (
  at: { db: DatabaseSync; parley: ParleyApp; cookies: SiteCookies },
  reply: FastifyReply,
  session: Session
): Promise<Person> => {
  const { db, cookies } = at
  const name = session.person.name ?? (await session.messages.me()).person.name
  const { id } = meetPerson(db, session.person.id, name)
  await keepConnection(at, personById(db, id)!, session)
  const earlier = reply.request.cookies[cookies.session]
  if (earlier) closeBrowser(db, earlier)
  reply
    .setCookie(cookies.session, openBrowser(db, id), { ...cookies.options, maxAge: sessionDays * 86_400 })
    .setCookie(cookies.known, '1', { ...cookies.options, maxAge: 365 * 86_400 })
  return personById(db, id)!
}
