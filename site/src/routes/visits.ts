// Pages and forms of signed-in people, without the ceremony: who is there, what was asked, and an answer.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Html, html, type Value } from '../html.ts'
import { freshNotices } from '../pages/notices.ts'
import type { Page } from '../pages/page.ts'
import type { Browser } from '../people/browser-session.ts'
import type { Connection } from '../people/connection.ts'
import type { Person } from '../people/person.ts'
import type { Site } from '../site.ts'
import { asked, fields, send } from './visit.ts'

/** What a page or a form knows of its request. */
export type Visit = {
  browser: Browser
  person: Person
  /** A field of the form, or of a page's address. Doubled and absent ones are ''. */
  field: (name: string) => string
  /** A field that is a whole number of at most 15 digits, such as a place in a list; else undefined. */
  number: (name: string) => number | undefined
  /** A part of the path, such as :id. */
  at: (name: string) => string
  /** How the connection stands; Parley is asked once for a visit. */
  connection: () => Promise<Connection>
  /** What stands above a page: what a redirect said, what is wrong with the connection, and more of the page's own. Keeps itself fresh. */
  notices: (...more: Value[]) => Promise<Html>
  request: FastifyRequest
  reply: FastifyReply
}

/** A page (its browser is added), or an address to go on to. */
export type Answer = Omit<Page, 'browser'> | string

export const visitOf = (site: Site, browser: Browser, request: FastifyRequest, reply: FastifyReply): Visit => {
  const { person } = browser
  const isForm = request.method === 'POST'
  const ofForm = fields(request)
  const field = (name: string): string => (isForm ? ofForm(name) : asked(request, name))
  let connection: Promise<Connection> | undefined
  const ask = (): Promise<Connection> => (connection ??= site.connection(person))
  const here = isForm ? '/' : request.url
  return {
    browser,
    person,
    field,
    number: (name) => (/^\d{1,15}$/.test(field(name)) ? Number(field(name)) : undefined),
    at: (name) => (request.params as Record<string, string>)[name] ?? '',
    connection: ask,
    notices: async (...more) =>
      freshNotices(
        isForm ? undefined : site.saidIn(request),
        site.connectionNotice(browser, await ask(), here),
        html`${more}`
      ),
    request,
    reply
  }
}

export const answer = (site: Site, { browser, reply }: Visit, said: Answer): FastifyReply =>
  typeof said === 'string' ? reply.redirect(said, 303) : send(reply, site.page({ ...said, browser }), said.status)

/** Who is not logged in sees the landing page at /, and is led there from elsewhere. */
const leadIn = (site: Site, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  if (request.url.split('?')[0] !== '/') return reply.redirect('/', 303)
  const body = site.options.landing(site)
  return send(reply, site.page({ title: 'Welcome', notice: site.saidIn(request), body }))
}

/** GET: a page of signed-in people; others see the landing page at /, and are led there from elsewhere. */
export const showAt = (site: Site, path: string, act: (visit: Visit) => Answer | Promise<Answer>): void => {
  site.app.get(path, async (request, reply) => {
    const browser = site.visitor(request)
    if (!browser) return leadIn(site, request, reply)
    const visit = visitOf(site, browser, request, reply)
    return answer(site, visit, await act(visit))
  })
}

/** POST: a form of a signed-in person with its key; anything else is refused before `act`. */
export const actAt = (site: Site, path: string, act: (visit: Visit) => Answer | Promise<Answer>): void => {
  site.app.post(path, async (request, reply) => {
    const visit = visitOf(site, site.formVisitor(request), request, reply)
    return answer(site, visit, await act(visit))
  })
}
