// What every page of the app needs from a request: who is there, whether its form may be trusted, and how to answer.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ParleyApp } from '@parley/sdk'
import type { Config } from '../config.ts'
import type { Html } from '../pages/html.ts'
import { type Browser, readBrowser } from '../people/browser-session.ts'
import type { Db } from '../store/open-store.ts'

export type Deps = { config: Config; db: Db; parley: ParleyApp }

export const sessionCookie = 'music_session'

/** Ends a request with a page of its own. */
export class Refused extends Error {
  readonly status: number
  readonly title: string
  constructor(status: number, title: string, text: string) {
    super(text)
    this.status = status
    this.title = title
  }
}

/** Who uses the browser; undefined when nobody is logged in. */
export const visitor = (deps: Deps, request: FastifyRequest): Browser | undefined =>
  readBrowser(deps.db, request.cookies[sessionCookie])

/** The fields of a form. Every value is a string; doubled and absent ones are ''. */
export const fields = (request: FastifyRequest): ((name: string) => string) => {
  const body = (request.body ?? {}) as Record<string, unknown>
  return (name) => (Object.hasOwn(body, name) && typeof body[name] === 'string' ? body[name] : '')
}

/** A field of the address, under the same rule. */
export const asked = (request: FastifyRequest, name: string): string => {
  const query = request.query as Record<string, unknown>
  return Object.hasOwn(query, name) && typeof query[name] === 'string' ? query[name] : ''
}

/** The person who sent this form. Throws Refused when nobody is logged in, or when the form is not one of ours. */
export const formVisitor = (deps: Deps, request: FastifyRequest): Browser => {
  const browser = visitor(deps, request)
  if (!browser) throw new Refused(401, 'Log in first', 'You were logged out meanwhile. Log in, then try again.')
  if (fields(request)('form_key') !== browser.formKey) {
    throw new Refused(403, 'This form is too old', 'Go back, load the page again, and send it once more.')
  }
  return browser
}

/** Sends a page. */
export const send = (reply: FastifyReply, page: Html, status = 200): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').send(page.markup)

/** A path of this app to go back to; the start for anything else, such as another site's address. */
export const ownPath = (path: string): string => (/^\/(?![/\\])[\w\-./?=&]*$/.test(path) ? path : '/')
