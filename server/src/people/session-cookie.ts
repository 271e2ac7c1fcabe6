// The cookie that carries a person's session token: its name, how it is read, set and cleared.
import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyReply } from 'fastify'
import { cookieName } from '../base/cookie-name.ts'

/** A request and the server that it came to: Fastify's; or Node's own, as at a WebSocket upgrade, with the server put beside it. */
export type WithCookies = { headers: { cookie?: string | undefined }; server: { publicUrl: string } }

/** url: the platform's own. */
export const sessionCookie = (url: string): string => cookieName(url, 'parley_session')

/** The token, or undefined when there is none. It is not checked here; signedIn does that. */
export const readSessionCookie = ({ headers: { cookie }, server }: WithCookies): string | undefined =>
  cookie === undefined ? undefined : parseCookie(cookie)[sessionCookie(server.publicUrl)]

// The server ends a session that was unused for 30 days; the cookie itself lasts as long as browsers allow, so that it needs no
// renewing. Lax and not Strict: an app sends people to /oauth/authorize by a link, and they are to arrive signed in.
const attributes = (url: string) =>
  ({ name: sessionCookie(url), path: '/', httpOnly: true, sameSite: 'lax', secure: url.startsWith('https:') }) as const

export const setSessionCookie = (reply: FastifyReply, token: string): void => {
  const own = attributes(reply.server.publicUrl)
  void reply.header('set-cookie', stringifySetCookie({ ...own, value: token, maxAge: 400 * 24 * 3600 }))
}

export const clearSessionCookie = (reply: FastifyReply): void => {
  void reply.header('set-cookie', stringifySetCookie({ ...attributes(reply.server.publicUrl), value: '', maxAge: 0 }))
}
