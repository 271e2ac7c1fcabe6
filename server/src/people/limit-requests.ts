// The general limit of the people's API: so many requests by one session, or by one address where nobody is signed in.
import type { FastifyRequest } from 'fastify'
import { addressBlock } from '../base/address-block.ts'
import { sha256 } from '../base/hash.ts'
import type { App } from '../base/http.ts'
import type { Limits } from '../base/limits.ts'
import { readSessionCookie } from './session-cookie.ts'

// A cookie that stands for no session is refused by the route at the price of one look-up.
const keyOf = (request: FastifyRequest): string => {
  const cookie = readSessionCookie(request)
  return cookie ? sha256(cookie).toString('base64url') : addressBlock(request.ip)
}

/** Call before the routes are added. */
export const limitRequests = (app: App, limits: Limits): void => {
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.url?.startsWith('/api/')) await limits.spend('api by session', keyOf(request))
  })
}
