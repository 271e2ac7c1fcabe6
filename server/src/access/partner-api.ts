// Mounts the partner API: open to every origin (no cookies are read), and a challenge on every 401.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Barrier } from '../base/barrier.ts'
import type { App } from '../base/http.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import type { LogKeeper } from '../log/log-keeper.ts'
import { makePairwise } from '../login/pairwise.ts'
import type { GrantParts } from '../grants/settle-grant.ts'
import { proofAlgorithms } from './check-proof.ts'
import { partnerGrantRoutes } from './partner-grant-routes.ts'
import { partnerRoutes } from './partner-routes.ts'
import { receiptRoutes } from './receipt-routes.ts'
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

// The SQLSTATE of access.require_time: the grant ended while the access waited, and nothing of it has happened.
const endedMeanwhile = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'GRENT'

// An answer stays announced until its last byte has left, so that a revoke is answered after it (design §4). Not announced is what
// discloses nothing, so that no stranger can hold a revoke up: a request that is still arriving, a refusal, an answer to somebody who
// has hung up. Giving a grant back is not either: it would wait for itself.
const announceAnswers = (app: App, barrier: Barrier): void => {
  const leaving = new WeakMap<FastifyReply, () => void>()
  app.addHook('preHandler', async (_request, reply) => {
    if (reply.raw.closed) return
    const leave = barrier.enter(() => reply.raw.destroy())
    reply.raw.once('close', leave)
    leaving.set(reply, leave)
  })
  app.addHook('onError', async (_request, reply) => leaving.get(reply)?.())
}

export type PartnerApiDeps = {
  url: string
  secret: string
  /** What reads under the partner-facing role. */
  partnerSql: Sql
  parts: GrantParts & { limits: Limits; log: LogKeeper }
}

export const partnerApi = (app: App, { url, secret, partnerSql, parts }: PartnerApiDeps): void => {
  const { bus, barrier, limits, log } = parts
  void app.register(async (api) => {
    api.addHook('onRequest', async (request, reply) => {
      // It would disclose how long an answer is, to a request that no entry can state.
      if (request.method === 'HEAD') throw new Refusal('route_missing')
      void reply.headers({
        'cache-control': 'no-store',
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'WWW-Authenticate, Retry-After'
      })
    })
    api.setErrorHandler((error) => {
      throw endedMeanwhile(error) ? new Refusal('grant_ended') : error
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
    const credentialsOf = (request: FastifyRequest) => readCredentials(limits, url, request)
    await api.register(async (gated) => {
      announceAnswers(gated, barrier)
      partnerRoutes(gated, { gate: { partnerSql, bus }, pairwiseFor: makePairwise(secret), credentialsOf, log })
    })
    partnerGrantRoutes(api, { parts, partnerSql, credentialsOf })
    receiptRoutes(api, { sql: parts.sql, partnerSql, credentialsOf })
  })
}
