// The HTTP server that the rooms hang their routes on: parsing, validation, refusals, security headers, host and origin checks.
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { Ajv, type ErrorObject } from 'ajv'
import formats from 'ajv-formats'
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault
} from 'fastify'
import type { Config } from './config.ts'
import { loggedError } from './logged-error.ts'
import { parseJson } from './parse-json.ts'
import { newId } from './random.ts'
import { Refusal } from './refusal.ts'
import { refuseUnreadable } from './refuse-unreadable.ts'

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

declare module 'fastify' {
  // Nothing else can be added to from here.
  // oxlint-disable-next-line typescript/consistent-type-definitions
  interface FastifyInstance {
    /** The platform's own URL; it decides what its cookies are called. */
    publicUrl: string
  }
}

export const bodyBytesMax = 64 * 1024

const strict = { allErrors: false, removeAdditional: false, useDefaults: true, strict: false } as const
const bodies = formats.default(new Ajv({ ...strict, coerceTypes: false, discriminator: false }))
// A query or a path is text, so "50" must become 50 there.
const texts = formats.default(new Ajv({ ...strict, coerceTypes: true }))

const describe = (part: string, errors: ErrorObject[]): string => {
  // With alternatives the last error only says that none fits; the deepest one says what is wrong.
  const error = errors.toSorted((a, b) => b.instancePath.length - a.instancePath.length)[0]
  const extra = error?.params['additionalProperty'] as string | undefined
  return `${part}${error?.instancePath ?? ''} ${error?.message ?? 'is not valid'}${extra === undefined ? '' : `: ${extra.slice(0, 60)}`}`
}

const toRefusal = (
  error: Error & { code?: string; statusCode?: number; validation?: ErrorObject[]; validationContext?: string }
) => {
  if (error instanceof Refusal) return error
  if (error.validation)
    return new Refusal('invalid_request', { detail: describe(error.validationContext ?? 'body', error.validation) })
  if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') return new Refusal('route_missing')
  if (error.statusCode === 413) return new Refusal('body_too_large')
  if (error.statusCode === 415) return new Refusal('unsupported_media_type')
  if (error.code?.startsWith('FST_') && error.statusCode !== undefined && error.statusCode < 500) {
    return new Refusal('invalid_request', { detail: error.message })
  }
  return undefined
}

// The caller hung up in the middle of the body: no bug, and nobody reads the answer.
const isCutOff = ({ raw }: FastifyRequest): boolean => raw.destroyed && !raw.complete

const sendError = (error: Error, request: FastifyRequest, reply: FastifyReply) => {
  const refusal =
    toRefusal(error) ??
    (isCutOff(request) ? new Refusal('invalid_request', { detail: 'The body did not arrive' }) : undefined)
  void reply.type('application/problem+json')
  if (refusal) {
    if (refusal.more.retryAfter !== undefined) void reply.header('retry-after', refusal.more.retryAfter)
    return reply.status(refusal.status).send(refusal.problem())
  }
  request.log.error({ err: error }, 'a bug, or a part that does not answer')
  return reply
    .status(500)
    .send({ type: '/problems/bug', title: 'This is our mistake', status: 500, code: 'bug', id: request.id })
}

// A browser says where a request comes from; whatever is not this site's own page may not change anything with the cookie.
// Neither header means no browser, and so no cookie that somebody else could ride on.
const checkOrigin = (config: Config, request: FastifyRequest): void => {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return
  const { origin, 'sec-fetch-site': site } = request.headers
  if (origin !== undefined ? origin !== config.url : site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new Refusal('foreign_origin')
  }
}

const addHooks = (app: App, config: Config): void => {
  const host = new URL(config.url).host
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      ...(config.url.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' })
    })
    // Endpoint addresses and DPoP proofs are judged by the host: only the platform's own name is answered.
    // A target that names a host itself (RFC 9112 §3.2.2) would count for more than the header.
    if (!request.url.startsWith('/')) throw new Refusal('foreign_host')
    if (request.headers.host !== host && !['/healthz', '/readyz'].includes(request.url))
      throw new Refusal('foreign_host')
    // The route counts too: the router reads /%61pi/ as /api/.
    if ([request.url, request.routeOptions.url].some((address) => address?.startsWith('/api/'))) {
      void reply.header('cache-control', 'no-store')
      checkOrigin(config, request)
    }
  })
  app.addHook('onResponse', async (request, reply) => {
    // The route and not the URL: a URL can hold an invite code or an authorization code.
    const { url: route } = request.routeOptions
    request.log.debug(
      { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered'
    )
  })
}

/** The server without routes. Errors that callers cause are `Refusal`s; any other error is answered with 500 and an id that the log has. */
export const createHttp = (config: Config): App => {
  const app = fastify({
    logger: {
      level: config.logLevel,
      base: null,
      redact: ['req.headers', 'headers', '*.authorization', '*.cookie'],
      serializers: { err: loggedError }
    },
    // One line per answer is written by the hook below.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytesMax,
    genReqId: () => newId(),
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    requestTimeout: 30_000,
    // A request without a host is refused below, like one for a foreign host.
    http: {
      requireHostHeader: false,
      // HTTP/2 in the clear, say, is offered beside an ordinary request, and passed over (RFC 9110 §7.8).
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket'
    },
    // An address that cannot be decoded belongs to no route, so no hook sees it.
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply),
    clientErrorHandler: refuseUnreadable,
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: true
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.decorate('publicUrl', config.url)
  app.setValidatorCompiler(
    ({ schema, httpPart }) => (httpPart === 'body' ? bodies : texts).compile(schema as object) as never
  )
  // Answers are built by our own code from typed values; the schemas of answers are for the OpenAPI document.
  app.setSerializerCompiler(() => (value) => JSON.stringify(value))
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, (body as Buffer).length === 0 ? undefined : parseJson(body as Buffer))
    } catch (error) {
      done(error as Error)
    }
  })
  app.setErrorHandler<Error>((error, request, reply) => sendError(error, request, reply))
  app.setNotFoundHandler((request, reply) => sendError(new Refusal('route_missing'), request, reply))
  // Expectations that nobody knows may be passed over (RFC 9110 §10.1.1); Node would answer them itself.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  addHooks(app, config)
  return app
}
