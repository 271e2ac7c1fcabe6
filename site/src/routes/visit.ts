// What a page needs from a request: its fields, who is there, and how to answer.
import type { DatabaseSync } from 'node:sqlite'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Html } from '../html.ts'
import { type Browser, readBrowser } from '../people/browser-session.ts'
import type { SiteCookies } from './site-cookies.ts'

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
export const visitor = (db: DatabaseSync, { session }: SiteCookies, request: FastifyRequest): Browser | undefined =>
  readBrowser(db, request.cookies[session])

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
export const checkForm = (browser: Browser | undefined, formKey: string): Browser => {
  if (!browser) throw new Refused(401, 'Log in first', 'You were logged out meanwhile. Log in, then try again.')
  if (formKey !== browser.formKey) {
    throw new Refused(403, 'This form is too old', 'Go back, load the page again, and send it once more.')
  }
  return browser
}

/** Sends a page. */
export const send = (reply: FastifyReply, page: Html, status = 200): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').send(page.markup)

/** A path of this app to go back to; the start for anything else, such as another site's address. */
export const ownPath = (path: string): string => (/^\/(?![/\\])[\w\-./?=&]*$/.test(path) ? path : '/')
