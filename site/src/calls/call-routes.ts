// Addresses for a person's other programs: who calls, how often, with what bytes, and how a refusal is said.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { nowMs } from '../clock.ts'
import type { Person } from '../people/person.ts'
import { callerBlock } from '../request-limit.ts'
import { Refused } from '../routes/visit.ts'
import type { Site } from '../site.ts'
import { type CallConfig, limitRequests, takeAnyBody } from './call-scope.ts'
import { callSettings, type CallSettings } from './call-settings.ts'
import { personByToken, renewCallToken } from './call-token.ts'
import { lastCalls, noteCall } from './last-calls.ts'
import { readField } from './read-field.ts'

export type CallsOptions = {
  /** Where the addresses begin: '/hooks'. */
  at: string
  /** path: the token follows, /hooks/<token>/…. header: `Authorization: Token <token>`, or ?token= in the address. */
  token: 'path' | 'header'
  /** The JSON of a refusal, where another protocol says how; {error: text} when left out. */
  refusal?: (status: number, text: string) => object
  settings: CallSettings
}

/** One call of a program of this person. */
export type Call = {
  person: Person
  /** The body as it came, whatever its content type said. Refuses the call with 400 when there is none. */
  body: () => Uint8Array
  /** A part of the path, such as :action. */
  at: (name: string) => string
  /** Puts a sentence under "Last calls" in Settings. No token, no address, nothing of other people may be in it. */
  note: (said: string) => void
  request: FastifyRequest
  reply: FastifyReply
}

export type Calls = {
  /**
   * POST <at>/<path>. source: how Settings names the caller. bytesMax: of the body, half a megabyte when left out. field: the body is in this
   * field of a form (multipart), whose files are read past. What `act` returns is the JSON of the answer. An error with a `status` below 500
   * refuses the call with its message, which Settings shows, too.
   */
  post: (
    path: string,
    about: { source: string; bytesMax?: number; field?: string },
    act: (call: Call) => unknown
  ) => void
  /** For what `post` is too little, such as other methods. */
  scope: FastifyInstance
  tokenOf: (request: FastifyRequest) => string | undefined
  personOf: (request: FastifyRequest) => Person | undefined
}

const tokenIn: Record<CallsOptions['token'], (request: FastifyRequest) => string | undefined> = {
  path: ({ params }) => (params as Record<string, string>)['token'],
  header: ({ headers, query }) => {
    const given = (query as Record<string, unknown>)['token']
    const header = /^token\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1]
    return header ?? (typeof given === 'string' && given !== '' ? given : undefined)
  }
}

type Cause = Error & { status?: unknown; statusCode?: number }

/** What is said about an error; undefined when it is a fault of the app. */
const readCause = (site: Site, error: Cause): { status: number; text: string } | undefined => {
  const away = site.sayError(error)
  if (away) return { status: 502, text: away }
  const status = typeof error.status === 'number' ? error.status : (error.statusCode ?? 500)
  if (status < 400 || status >= 500) return undefined
  return { status, text: status === 413 ? 'The body is too large.' : error.message }
}

const unknownToken = (kind: CallsOptions['token'], token: string | undefined): Refused => {
  if (kind === 'path')
    return new Refused(404, 'Not found', 'There is no such address. A new one stands under Settings.')
  const text = token
    ? 'Invalid authorization token.'
    : 'You need to provide an Authorization header: Token and your token.'
  return new Refused(401, 'Who calls?', text)
}

const settingsPart = (site: Site, { at, token: kind, settings }: CallsOptions): void => {
  const { db } = site
  site.act('/settings/token', ({ person }) => {
    renewCallToken(db, person.id)
    return '/settings?said=token'
  })
  site.sections.push((browser) => {
    const token = site.callToken(browser.person)
    const url = `${site.config.url}${at}${kind === 'path' ? `/${token}` : ''}`
    return callSettings(settings, browser, { url, token, calls: lastCalls(db, browser.person.id) })
  })
}

/** The addresses, and their part of Settings. */
export const callRoutes = (site: Site, options: CallsOptions, routes: (calls: Calls) => void | Promise<void>): void => {
  const { app, db } = site
  const tokenOf = tokenIn[options.token]
  const refusal = options.refusal ?? ((_, error) => ({ error }))
  const personOf = (request: FastifyRequest): Person | undefined => {
    const token = tokenOf(request)
    return token === undefined ? undefined : personByToken(db, token)
  }
  const note = (request: FastifyRequest, person: Person, said: string, wrong = false): void => {
    const { source = 'unknown' } = request.routeOptions.config as CallConfig
    noteCall(db, person.id, { source, said, wrong, at: nowMs() })
  }
  const callOf = (request: FastifyRequest, reply: FastifyReply): Call => {
    const person = personOf(request)
    if (!person) throw unknownToken(options.token, tokenOf(request))
    return {
      person,
      body: () => {
        if (Buffer.isBuffer(request.body) && request.body.length > 0) return request.body
        throw new Refused(400, 'No body', 'The request has no body.')
      },
      at: (name) => (request.params as Record<string, string>)[name] ?? '',
      note: (said) => note(request, person, said),
      request,
      reply
    }
  }
  const open = async (scope: FastifyInstance): Promise<void> => {
    await takeAnyBody(scope)
    limitRequests(
      scope,
      (request) => personOf(request)?.id ?? callerBlock(request.ip),
      (text) => refusal(429, text)
    )
    scope.setErrorHandler((error: Cause, request, reply) => {
      const cause = readCause(site, error)
      if (!cause) {
        request.log.error(error)
        return reply.code(500).send(refusal(500, 'Something went wrong here; nothing was kept.'))
      }
      const person = personOf(request)
      if (person) note(request, person, `Refused: ${cause.text}`, true)
      // What is left of a refused upload is not read.
      if (!request.raw.complete) reply.header('connection', 'close')
      return reply.code(cause.status).send(refusal(cause.status, cause.text))
    })
    scope.setNotFoundHandler((_request, reply) => reply.code(404).send(refusal(404, 'There is no such address.')))
    await routes({
      post: (path, { bytesMax, ...config }, act) =>
        scope.post(path, { config, ...(bytesMax !== undefined && { bodyLimit: bytesMax }) }, async (request, reply) => {
          const call = callOf(request, reply)
          if (config.field !== undefined) request.body = await readField(request, config.field)
          return act(call)
        }),
      scope,
      tokenOf,
      personOf
    })
  }
  app.register(open, { prefix: options.token === 'path' ? `${options.at}/:token` : options.at })
  site.openPaths.push(`${options.at}/`)
  settingsPart(site, options)
}
