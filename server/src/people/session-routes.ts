// /api/sign-out and /api/sessions: leaving, here and elsewhere.
import { SessionPage } from '@parley/protocol/api/people.ts'
import { Id, Nothing, PageQuery, Strict } from '@parley/protocol/api/scalars.ts'
import type { App } from '../base/http.ts'
import type { PeopleParts } from './account-routes.ts'
import { endSession } from './end-session.ts'
import { unmarkBrowser } from './known-browser.ts'
import { listSessions } from './list-sessions.ts'
import { readMe } from './read-me.ts'
import { clearSessionCookie } from './session-cookie.ts'
import { signOutEverywhere } from './sign-out-everywhere.ts'
import { signedIn } from './signed-in.ts'

export const sessionRoutes = (app: App, parts: PeopleParts): void => {
  const { sql } = parts

  app.post('/api/sign-out', { schema: { response: { 204: Nothing } } }, async (request, reply) => {
    const { person, session } = await signedIn(sql, request)
    await endSession(parts, person, session)
    clearSessionCookie(reply)
    return reply.status(204).send()
  })
  app.post('/api/sign-out/everywhere', { schema: { response: { 204: Nothing } } }, async (request, reply) => {
    const { person } = await signedIn(sql, request)
    await signOutEverywhere(parts, person)
    clearSessionCookie(reply)
    unmarkBrowser(parts.secret, reply, (await readMe(sql, person)).handle)
    return reply.status(204).send()
  })

  app.get('/api/sessions', { schema: { querystring: PageQuery, response: { 200: SessionPage } } }, async (request) =>
    listSessions(sql, await signedIn(sql, request), request.query)
  )
  app.delete(
    '/api/sessions/:id',
    { schema: { params: Strict({ id: Id }), response: { 204: Nothing } } },
    async (request, reply) => {
      const { person, session } = await signedIn(sql, request)
      await endSession(parts, person, request.params.id)
      if (request.params.id === session) clearSessionCookie(reply)
      return reply.status(204).send()
    }
  )
}
