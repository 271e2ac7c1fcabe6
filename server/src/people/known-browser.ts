// What a browser keeps of somebody who signed in there, so that strangers' guesses do not lock them out (OWASP's device cookies).
import { createHmac, timingSafeEqual } from 'node:crypto'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyReply } from 'fastify'
import { nowMs } from '../base/clock.ts'
import { cookieName } from '../base/cookie-name.ts'
import { deriveKey } from '../base/derive-key.ts'
import { newSecret } from '../base/random.ts'
import type { WithCookies } from './session-cookie.ts'

/** id: one sign-in in one browser; its tries are counted by it. madeAt decides whether it counts still. */
export type Mark = { id: string; madeAt: Date }

const days = 400

const sign = (secret: string, ...about: string[]): string =>
  createHmac('sha256', deriveKey(secret, 'known browsers')).update(JSON.stringify(about)).digest('base64url')

// One for each person of a browser. The name says nothing to who reads over the shoulder.
const attributes = (secret: string, url: string, handle: string) =>
  ({
    name: cookieName(url, `parley_known_${sign(secret, 'name', handle).slice(0, 16)}`),
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: url.startsWith('https:')
  }) as const

/** secret: the platform's. At each sign-in a new one, so that what somebody copied before shares no tries with what the person has now. */
export const markBrowser = (secret: string, reply: FastifyReply, handle: string): void => {
  const [made, id] = [String(nowMs()), newSecret(12)]
  const value = `${made}.${id}.${sign(secret, handle, made, id)}`
  void reply.header(
    'set-cookie',
    stringifySetCookie({ ...attributes(secret, reply.server.publicUrl, handle), value, maxAge: days * 24 * 3600 })
  )
}

export const unmarkBrowser = (secret: string, reply: FastifyReply, handle: string): void => {
  void reply.header(
    'set-cookie',
    stringifySetCookie({ ...attributes(secret, reply.server.publicUrl, handle), value: '', maxAge: 0 })
  )
}

/** Made by markBrowser for this handle, and not too old. Whether its person forgot it meanwhile is not looked at. */
export const readMark = (secret: string, request: WithCookies, handle: string): Mark | undefined => {
  const text =
    parseCookie(request.headers.cookie ?? '')[attributes(secret, request.server.publicUrl, handle).name] ?? ''
  const [, made = '', id = '', signature = ''] = /^(\d{13})\.([\w-]{16})\.([\w-]{43})$/.exec(text) ?? []
  if (!made || !timingSafeEqual(Buffer.from(signature), Buffer.from(sign(secret, handle, made, id)))) return undefined
  if (nowMs() - Number(made) > days * 24 * 3600 * 1000) return undefined
  return { id, madeAt: new Date(Number(made)) }
}
