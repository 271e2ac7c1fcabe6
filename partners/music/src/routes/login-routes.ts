// Log in with Parley, come back, connect again, log out.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Ask, isDenied, isStaleLogin, type Session } from '@parley/sdk'
import { failurePage } from '../pages/failure-page.ts'
import { sayError } from '../pages/say-error.ts'
import { closeBrowser, openBrowser, sessionDays } from '../people/browser-session.ts'
import { arrive, connect, type Person } from '../people/person.ts'
import { listShares } from '../shares/share.ts'
import { type Deps, fields, formVisitor, ownPath, Refused, send, sessionCookie, visitor } from './visit.ts'

const attemptCookie = 'music_login'
/** This browser logged in before: its next login asks for no new permission, which would replace the one there is. */
const knownCookie = 'music_known'

/** All that sharing a song needs: what Music writes, the replies to it, deleting it, and the names to choose from. */
const ask: Ask = {
  actions: ['read', 'write', 'delete'],
  friends: true,
  messages: 'own',
  where: 'chosen',
  from: 'from_now',
  until: '90_days'
}

/**
 * Keeps a login's session as the person's connection when it carries a permission; a login only must not take the place of one.
 */
const keepConnection = async (deps: Deps, person: Person, session: Session): Promise<void> => {
  if (person.parleySession === session.id) return
  const earlier = person.parleySession ? await deps.parley.session(person.parleySession) : undefined
  if (earlier?.permission && !session.permission) return session.forget()
  connect(deps.db, person.id, session.id)
  await earlier?.forget()
}

export const loginRoutes = (app: FastifyInstance, deps: Deps): void => {
  const { config, db, parley } = deps
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure: config.url.startsWith('https:') } as const

  const leaveFor = (reply: FastifyReply, started: { url: string; attempt: string }, returnTo: string): FastifyReply =>
    reply
      .setCookie(attemptCookie, `${started.attempt} ${returnTo}`, { ...cookie, maxAge: 3600 })
      .redirect(started.url, 303)

  app.post('/login', async (request, reply) => {
    const known = request.cookies[knownCookie] === '1'
    return leaveFor(reply, await parley.login.start(known ? {} : { ask }), '/')
  })

  app.post('/connect', async (request, reply) => {
    const { person } = formVisitor(deps, request)
    const session = person.parleySession ? await parley.session(person.parleySession) : undefined
    // A new permission takes the place of the old one, so it reaches back to the songs that were shared under that.
    const from = listShares(db, person.id, 1).length > 0 ? 'all_history' : 'from_now'
    const wish = { ask: { ...ask, from } } as const
    const started = session && !session.ended ? await session.askFor(wish) : await parley.login.start(wish)
    return leaveFor(reply, started, ownPath(fields(request)('return_to')))
  })

  app.get('/callback', async (request, reply) => {
    const [attempt, returnTo = '/'] = (request.cookies[attemptCookie] ?? '').split(' ')
    reply.clearCookie(attemptCookie, cookie)
    let session: Session
    try {
      session = await parley.login.finish({ attempt, url: request.url })
    } catch (error) {
      if (isDenied(error)) return reply.redirect('/?said=denied', 303)
      if (isStaleLogin(error)) return reply.redirect('/?said=stale', 303)
      throw error
    }
    const name = session.person.name ?? (await session.messages.me()).person.name
    const person = arrive(db, session.person.id, name)
    await keepConnection(deps, person, session)
    const earlier = request.cookies[sessionCookie]
    if (earlier) closeBrowser(db, earlier)
    return reply
      .setCookie(sessionCookie, openBrowser(db, person.id), { ...cookie, maxAge: sessionDays * 86_400 })
      .setCookie(knownCookie, '1', { ...cookie, maxAge: 365 * 86_400 })
      .redirect(ownPath(returnTo), 303)
  })

  app.post('/logout', async (request, reply) => {
    const { person } = formVisitor(deps, request)
    closeBrowser(db, request.cookies[sessionCookie] ?? '')
    reply.clearCookie(sessionCookie, cookie)
    const session = person.parleySession ? await parley.session(person.parleySession) : undefined
    if (fields(request)('parley') !== '1' || !session) return reply.redirect('/?said=out', 303)
    const { url } = await session.logOut({ keep: true, returnTo: `${config.url}/` })
    return reply.redirect(url, 303)
  })

  // Parley's own words for what went wrong before it could send the person back.
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Refused) throw error
    const text = sayError(error)
    if (!text) throw error
    request.log.warn({ err: error }, 'login failed')
    return send(reply, failurePage(visitor(deps, request), 'Logging in did not work', text), 502)
  })
}
