// ListenBrainz's submit protocol, so that any scrobbler with a settable address can send listens here.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { nowSeconds } from '../clock.ts'
import type { DatabaseSync } from 'node:sqlite'
import { BadInput } from '@parley/connectors/bad-input.ts'
import { listenBytesMax, listensMax, parseSubmission } from '@parley/connectors/listenbrainz/parse-submission.ts'
import { recordListens } from './record-listens.ts'
import { listenerOf } from './listener.ts'
import { requestLimit, requestsMax } from './request-limit.ts'
import { setNowPlaying } from './set-now-playing.ts'

const fail = (reply: FastifyReply, code: number, error: string): FastifyReply => reply.code(code).send({ code, error })

/** The token of `Authorization: Token …`, or of ?token= where the protocol allows it. */
const tokenOf = (request: FastifyRequest): string | undefined => {
  const header = /^token\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const query = (request.query as Record<string, unknown>)['token']
  return header ?? (typeof query === 'string' && query !== '' ? query : undefined)
}

/** Answers are in ListenBrainz's form: {"status":"ok"}, or {"code": 4xx, "error": "…"}. */
export const listenRoutes = (app: FastifyInstance, db: DatabaseSync): void => {
  app.removeAllContentTypeParsers()
  // Scrobblers label the body in many ways; it is JSON or it is refused.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) => {
    if (error instanceof BadInput) return fail(reply, 400, error.message)
    if (error.statusCode === 413)
      return fail(reply, 413, `The body is too large; an import takes at most ${listensMax} listens.`)
    if (error.statusCode && error.statusCode < 500) return fail(reply, error.statusCode, error.message)
    request.log.error(error)
    return fail(reply, 500, 'Something went wrong here; the listens were not kept.')
  })
  const spend = requestLimit()
  app.addHook('onRequest', async (request, reply) => {
    const left = spend(tokenOf(request) ?? request.ip)
    reply.headers({
      'x-ratelimit-limit': requestsMax,
      'x-ratelimit-remaining': left.remaining,
      'x-ratelimit-reset-in': left.resetSeconds
    })
    if (!left.exceeded) return
    reply.header('retry-after', left.resetSeconds)
    return fail(reply, 429, 'Too many requests; wait a little.')
  })

  app.post('/submit-listens', { bodyLimit: listensMax * listenBytesMax }, async (request, reply) => {
    const token = tokenOf(request)
    if (!token) return fail(reply, 401, 'You need to provide an Authorization header: Token and your token.')
    const person = listenerOf(db, token)
    if (!person) return fail(reply, 401, 'Invalid authorization token.')
    if (!Buffer.isBuffer(request.body)) throw new BadInput('The request has no body.')
    const submission = parseSubmission(request.body, nowSeconds())
    if (submission.type === 'playing_now') setNowPlaying(db, person.id, submission.song)
    else recordListens(db, person.id, submission.listens)
    return { status: 'ok' }
  })

  app.get('/validate-token', async (request, reply) => {
    const token = tokenOf(request)
    if (!token) return fail(reply, 400, 'You need to provide an Authorization token.')
    const person = listenerOf(db, token)
    return person
      ? { code: 200, message: 'Token valid.', valid: true, user_name: person.name }
      : { code: 200, message: 'Token invalid.', valid: false }
  })
}
