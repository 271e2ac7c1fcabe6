// Log in with Parley, come back, connect again, log out.
import { isDenied, isStaleLogin, type Session } from '@parley/sdk'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { failurePage } from '../pages/failure-page.ts'
import { closeBrowser } from '../people/browser-session.ts'
import type { Site } from '../site.ts'
import { askOf } from './ask-of.ts'
import { siteCookies } from './site-cookies.ts'
import { fields, ownPath, Refused, send } from './visit.ts'

/** app: a scope of its own, because these routes have their own words for failures. */
export const loginRoutes = (app: FastifyInstance, site: Site): void => {
  const { config, db, parley, slug } = site
  const cookies = siteCookies({ slug, url: config.url })

  const leaveFor = (reply: FastifyReply, started: { url: string; attempt: string }, returnTo: string): FastifyReply =>
    reply
      .setCookie(cookies.attempt, `${started.attempt} ${returnTo}`, { ...cookies.options, maxAge: 3600 })
      .redirect(started.url, 303)

  app.post('/login', async (request, reply) => {
    const known = request.cookies[cookies.known] === '1'
    return leaveFor(
      reply,
      await parley.login.start(known ? {} : { ask: askOf(site) }),
      ownPath(fields(request)('return_to'))
    )
  })

  app.post('/connect', async (request, reply) => {
    const { person } = site.formVisitor(request)
    const session = person.parleySession ? await parley.session(person.parleySession) : undefined
    const wish = { ask: askOf(site, person) }
    const started = session && !session.ended ? await session.askFor(wish) : await parley.login.start(wish)
    return leaveFor(reply, started, ownPath(fields(request)('return_to')))
  })

  app.get('/callback', async (request, reply) => {
    const [attempt, returnTo = '/'] = (request.cookies[cookies.attempt] ?? '').split(' ')
    reply.clearCookie(cookies.attempt, cookies.options)
    let session: Session
    try {
      session = await parley.login.finish({ attempt, url: request.url })
    } catch (error) {
      if (isDenied(error)) return reply.redirect('/?said=denied', 303)
      if (isStaleLogin(error)) return reply.redirect('/?said=stale', 303)
      throw error
    }
    await site.arrive(reply, session)
    return reply.redirect(ownPath(returnTo), 303)
  })

  app.post('/logout', async (request, reply) => {
    const { person } = site.formVisitor(request)
    closeBrowser(db, request.cookies[cookies.session] ?? '')
    reply.clearCookie(cookies.session, cookies.options)
    const session = person.parleySession ? await parley.session(person.parleySession) : undefined
    if (fields(request)('parley') !== '1' || !session) return reply.redirect('/?said=out', 303)
    const { url } = await session.logOut({ keep: true, returnTo: `${config.url}/` })
    return reply.redirect(url, 303)
  })

  // Parley's own words for what went wrong before it could send the person back.
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Refused) throw error
    const text = site.sayError(error)
    if (!text) throw error
    request.log.warn({ err: error }, 'login failed')
    return send(reply, site.page(failurePage(site.visitor(request), 'Logging in did not work', text)), 502)
  })
}
