// The cookie that carries a person's session token: its name, how it is read, set and cleared.
import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyReply } from 'fastify'

export const sessionCookie = 'parley_session'

/** The request of Fastify or of Node itself, as at a WebSocket upgrade. */
export type WithCookies = { headers: { cookie?: string | undefined } }

/** The token, or undefined when there is none. It is not checked here; signedIn does that. */
export const readSessionCookie = (request: WithCookies): string | undefined =>
  request.headers.cookie === undefined ? undefined : parseCookie(request.headers.cookie)[sessionCookie]

// The server ends a session that was unused for 30 days; the cookie itself lasts as long as browsers allow, so that it needs no
// renewing. Lax and not Strict: an app sends people to /oauth/authorize by a link, and they are to arrive signed in.
const attributes = (url: string) =>
  ({ name: sessionCookie, path: '/', httpOnly: true, sameSite: 'lax', secure: url.startsWith('https:') }) as const

/** url: the platform's own. */
export const setSessionCookie = (reply: FastifyReply, url: string, token: string): void => {
  void reply.header('set-cookie', stringifySetCookie({ ...attributes(url), value: token, maxAge: 400 * 24 * 3600 }))
}

export const clearSessionCookie = (reply: FastifyReply, url: string): void => {
  void reply.header('set-cookie', stringifySetCookie({ ...attributes(url), value: '', maxAge: 0 }))
}
