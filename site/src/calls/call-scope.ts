// What holds for every call of another program, before anybody asks who calls: any body is taken as bytes, and not too often.
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { requestLimit } from '../request-limit.ts'

const bytesMaxUsual = 512 * 1024

/** Room for a household's players that report progress every few seconds, and for a backlog that arrives at once. */
export const callLimit = { max: 300, windowMs: 10_000 }

/** What a route says of its calls. source: how Settings names the caller. field: the body is in this field of a form. */
export type CallConfig = { source?: string; field?: string }

/** Every body comes as its bytes, but for a form of a route that reads one. */
export const takeAnyBody = async (scope: FastifyInstance): Promise<void> => {
  scope.removeAllContentTypeParsers()
  await scope.register(multipart)
  // Programs label JSON in many ways, also in ones that are no content types.
  scope.addHook('onRequest', async ({ headers, routeOptions }) => {
    const isForm = /^multipart\/form-data/i.test(headers['content-type'] ?? '')
    if (!isForm || (routeOptions.config as CallConfig).field === undefined) headers['content-type'] = 'application/json'
  })
  scope.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: bytesMaxUsual }, (_, body, done) => {
    done(null, body)
  })
}

/** refusal: the JSON for whoever calls too often. */
export const limitRequests = (
  scope: FastifyInstance,
  callerOf: (request: FastifyRequest) => string,
  refusal: (text: string) => object
): void => {
  const spend = requestLimit(callLimit)
  scope.addHook('onRequest', async (request, reply) => {
    const { remaining, resetSeconds, exceeded } = spend(callerOf(request))
    reply.headers({
      'x-ratelimit-limit': callLimit.max,
      'x-ratelimit-remaining': remaining,
      'x-ratelimit-reset-in': resetSeconds
    })
    // Not noted: the list is written to the disk, and a limit is there to spare that.
    if (!exceeded) return
    return reply.code(429).header('retry-after', resetSeconds).send(refusal('Too many requests; wait a little.'))
  })
}
