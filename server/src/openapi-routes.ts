// GET /openapi.json: the HTTP of people and of partners as an OpenAPI 3.1 document, made from the routes' own schemas.
import type { friendsScope, scopeActions } from '@parley/protocol/api/grant.ts'
import { refusals } from '@parley/protocol/api/refusals.ts'
import { Id } from '@parley/protocol/api/scalars.ts'
import swagger from '@fastify/swagger'
import type { RouteOptions } from 'fastify'
import Type from 'typebox'
import type { Config } from './base/config.ts'
import type { App } from './base/http.ts'
import { nameSchemas } from './openapi-names.ts'
import { operations, tags, type Caller } from './openapi-operations.ts'
import { sessionCookie } from './people/session-cookie.ts'

const problemMedia = 'application/problem+json'

const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer({ minimum: 400, maximum: 499 }),
  code: Type.Enum(Object.keys(refusals)),
  detail: Type.Optional(Type.String()),
  right: Type.Optional(Type.Enum(['read', 'write', 'delete', 'friends'])),
  retryAfter: Type.Optional(Type.Integer({ description: 'Seconds to wait' }))
})
const Bug = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Literal(500),
  code: Type.Literal('bug'),
  id: Id
})

const key = Type.Object({
  'idempotency-key': Type.String({
    minLength: 1,
    maxLength: 128,
    description: 'The same key with the same request is one message'
  })
})

const scopes = {
  'messages.read': 'Read messages',
  'messages.write': 'Write messages',
  'messages.delete': 'Delete messages',
  'friends.read': 'See the names of friends'
} satisfies Record<keyof typeof scopeActions | typeof friendsScope, string>

const securitySchemes = (url: string) => ({
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookie(url),
    description: 'Set by signing in. A request that changes something also needs the Origin of this site.'
  } as const,
  client: {
    type: 'http',
    scheme: 'basic',
    description: 'The client id and client secret of an app, each form-encoded (RFC 6749 §2.3.1).'
  } as const,
  dpop: {
    type: 'http',
    scheme: 'DPoP',
    description: 'Authorization: DPoP <access token>, with a fresh proof in the DPoP header (RFC 9449).'
  } as const,
  oauth: {
    type: 'oauth2',
    description: `RFC 9396 authorization_details of type parley_messages say more than scopes can; see ${url}/.well-known/openid-configuration.`,
    flows: {
      authorizationCode: {
        authorizationUrl: `${url}/oauth/authorize`,
        tokenUrl: `${url}/oauth/token`,
        refreshUrl: `${url}/oauth/token`,
        scopes
      }
    }
  } as const
})

const securityOf = (caller: Caller): Record<string, string[]>[] => {
  if (caller === 'nobody') return []
  if (caller === 'session') return [{ session: [] }]
  if (caller === 'client') return [{ client: [] }]
  return [{ dpop: [], oauth: caller === 'token' ? [] : [caller] }]
}

type Schema = { response?: Record<string, { type?: unknown; contentMediaType?: string }>; [part: string]: unknown }

const described = (response: NonNullable<Schema['response']>) =>
  Object.fromEntries(
    Object.entries(response).map(([status, schema]) => [
      status,
      schema.type === 'null'
        ? { type: 'null', description: 'Done' }
        : {
            description: status === '201' ? 'Made' : 'Found',
            content: { [schema.contentMediaType ?? 'application/json']: { schema } }
          }
    ])
  )

const refused = (description: string, schema: object) => ({ description, content: { [problemMedia]: { schema } } })

const documented = (schema: Schema, route: RouteOptions, method: string) => {
  const operation = operations[`${method} ${route.url}`]
  if (!operation) return { ...schema, hide: true }
  const [operationId, summary, tag, caller] = operation
  return {
    ...schema,
    operationId,
    summary,
    tags: [tag],
    ...(caller !== 'nobody' && { security: securityOf(caller) }),
    ...(operationId === 'partnerWrite' && { headers: key }),
    response: {
      ...described(schema.response ?? {}),
      '4XX': refused('Refused; the code says why', Problem),
      '5XX': refused('Our mistake; the log has the id', Bug)
    }
  }
}

// A WebSocket opens at the server and not at a route (live/live-routes.ts); its frames are in protocol/api/live.ts.
const live = {
  get: {
    operationId: 'openLive',
    summary: 'Open the WebSocket on which events arrive',
    tags: ['Conversations'],
    security: [{ session: [] }],
    responses: {
      '101': { description: 'The socket is open' },
      '4XX': refused('Refused; the code says why', Problem)
    }
  }
}

/** To be called before the routes are made: it sees those that come after it. */
export const openapiRoutes = async (app: App, { url }: Pick<Config, 'url'>): Promise<void> => {
  await app.register(swagger, {
    convertConstToEnum: false,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Parley',
        version: '1.0.0',
        description: 'A messaging platform whose partner apps act only under a permission that anybody can check.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' }
      },
      servers: [{ url }],
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
      components: { securitySchemes: securitySchemes(url) }
    },
    transform: ({ schema, url: address, route }) => ({
      schema: documented((schema ?? {}) as Schema, route, String(route.method)) as never,
      url: address
    })
  })
  let text: string | undefined
  app.get('/openapi.json', async (_request, reply) => {
    text ??= JSON.stringify(makeDocument(app))
    return reply
      .type('application/json; charset=utf-8')
      .headers({ 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' })
      .serializer((value: unknown) => String(value))
      .send(text)
  })
}

const makeDocument = (app: App) => {
  const plain = app.swagger() as { paths: object; components: object }
  const { document: paths, schemas } = nameSchemas({ ...plain.paths, '/api/live': live }, { Problem, Bug })
  return { ...plain, paths, components: { ...plain.components, schemas } }
}
