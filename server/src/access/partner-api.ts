// Mounts the partner API: open to every origin (no cookies are read), and a challenge on every 401.
import type { FastifyRequest } from 'fastify'
import type { App } from '../base/http.ts'
import { Refusal } from '../base/refusal.ts'
import { makePairwise } from '../login/pairwise.ts'
import type { Platform } from '../platform.ts'
import { proofAlgorithms } from './check-proof.ts'
import { partnerGrantRoutes } from './partner-grant-routes.ts'
import { partnerRoutes } from './partner-routes.ts'
import { readCredentials } from './read-credentials.ts'

// RFC 6750 §3.1 and RFC 9449 §7.1.
const challenge = (refusal: Refusal): string => {
  const error = refusal.code.startsWith('proof_')
    ? 'invalid_dpop_proof'
    : refusal.code === 'token_missing'
      ? undefined
      : 'invalid_token'
  return `DPoP algs="${proofAlgorithms.join(' ')}"${error === undefined ? '' : `, error="${error}"`}`
}

export const partnerApi = (app: App, { config, secret, sql, partnerSql, bus, limits }: Platform): void => {
  void app.register(async (api) => {
    api.addHook('onRequest', async (_request, reply) => {
      void reply.headers({
        'cache-control': 'no-store',
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'WWW-Authenticate, Retry-After'
      })
    })
    api.addHook('onError', async (_request, reply, error) => {
      if (error instanceof Refusal && error.status === 401) void reply.header('www-authenticate', challenge(error))
    })
    api.options('/v1/*', async (_request, reply) =>
      reply
        .status(204)
        .headers({
          'access-control-allow-methods': 'GET, POST, DELETE',
          'access-control-allow-headers': 'Authorization, DPoP, Content-Type, Idempotency-Key',
          'access-control-max-age': '600'
        })
        .send()
    )
    const credentialsOf = (request: FastifyRequest) => readCredentials(limits, config.url, request)
    partnerRoutes(api as App, { partnerSql, bus, pairwiseFor: makePairwise(secret), credentialsOf })
    partnerGrantRoutes(api as App, { sql, partnerSql, bus, credentialsOf })
  })
}
