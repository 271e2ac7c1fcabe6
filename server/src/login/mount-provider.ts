// Hands the OAuth addresses to the provider: the raw request, after the price was paid and what a client may not say was overwritten.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import { addressBlock } from '../base/address-block.ts'
import type { Config } from '../base/config.ts'
import type { App } from '../base/http.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { messagePage, pageHeaders } from './page.ts'
import { isClientOrigin } from './is-client-origin.ts'

export type MountParts = { config: Config; sql: Sql; limits: Limits }

const addresses = [
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/oauth/authorize',
  '/oauth/authorize/:uid',
  '/oauth/token',
  '/oauth/par',
  '/oauth/device',
  '/oauth/jwks',
  '/oauth/revoke',
  '/oauth/introspect',
  '/oauth/userinfo',
  '/oauth/end',
  '/oauth/end/confirm',
  '/oauth/end/success',
  '/device',
  '/device/:uid'
]

// The provider believes these headers (it runs with `proxy`), so whatever a client put there is gone before it looks: endpoint
// addresses and the htu of DPoP proofs come from the issuer alone.
const setForwarded = (request: FastifyRequest, config: Config): void => {
  const { host, protocol } = new URL(config.url)
  Object.assign(request.raw.headers, {
    'x-forwarded-host': host,
    'x-forwarded-proto': protocol.slice(0, -1),
    'x-forwarded-for': request.ip
  })
}

const isDevicePage = (url: string): boolean => url === '/device' || url.startsWith('/device/')

/** Where people come with their browsers. */
const isFront = (url: string): boolean =>
  url.startsWith('/oauth/authorize') || url.startsWith('/oauth/end') || isDevicePage(url)

const tooMany = (reply: FastifyReply, front: boolean, { more: { retryAfter = 1 } }: Refusal): FastifyReply => {
  void reply.status(429).header('retry-after', retryAfter).headers(pageHeaders())
  if (!front)
    return reply.send({ error: 'temporarily_unavailable', error_description: 'too many requests; wait a little' })
  const text = `Many logins were begun from here. Wait ${retryAfter} seconds, then load this page again.`
  return reply.type('text/html; charset=utf-8').send(messagePage('Too many requests', text).markup)
}

export const mountProvider = (app: App, provider: Provider, { config, sql, limits }: MountParts): void => {
  const handle = provider.callback()
  void app.register(async (mount) => {
    // The provider reads the body itself, with a limit of its own.
    mount.removeAllContentTypeParsers()
    mount.addContentTypeParser('*', (_request, _payload, done) => done(null))
    for (const url of addresses) {
      mount.route({
        method: ['GET', 'POST', 'OPTIONS'],
        url,
        handler: async (request, reply) => {
          const front = isFront(url)
          try {
            await limits.spend(front ? 'authorize by address' : 'token by address', addressBlock(request.ip))
          } catch (error) {
            if (error instanceof Refusal) return tooMany(reply, front, error)
            throw error
          }
          const { origin } = request.headers
          if (request.method === 'OPTIONS' && !(origin && (await isClientOrigin(sql, origin)))) {
            return reply.status(204).header('vary', 'origin').send()
          }
          setForwarded(request, config)
          const query = request.query as { redirect_uri?: unknown; post_logout_redirect_uri?: unknown }
          const headers = {
            ...reply.getHeaders(),
            ...pageHeaders(isDevicePage(url) ? undefined : (query.post_logout_redirect_uri ?? query.redirect_uri))
          }
          for (const [name, value] of Object.entries(headers)) if (value !== undefined) reply.raw.setHeader(name, value)
          reply.hijack()
          return handle(request.raw, reply.raw)
        }
      })
    }
  })
}
