// The addresses that media servers send to: /hooks/<token>/jellyfin, /plex and /trakt/scrobble/{start,pause,stop}.
import type { DatabaseSync } from 'node:sqlite'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { nowMs } from '../clock.ts'
import { parseJellyfin } from '@parley/connectors/media/parse-jellyfin.ts'
import { parsePlex } from '@parley/connectors/media/parse-plex.ts'
import { parseTrakt, type Scrobble } from '@parley/connectors/media/parse-trakt.ts'
import { BadInput } from '@parley/connectors/bad-input.ts'
import { readJson } from '@parley/connectors/read-fields.ts'
import { takeIn, type TakenIn } from '../watched/take-in.ts'
import type { Passed, Source, Watched } from '@parley/connectors/media/watched.ts'
import { type Watcher, watcherByToken } from '../watcher.ts'
import { noteCall } from './calls.ts'
import { readPayload } from './read-payload.ts'

const bodyBytesMax = 512 * 1024
/** Within it, the same end again is a conflict to Trakt. */
const repeatMs = 60 * 60 * 1000

/** What the settings page says of a call; of other people's titles and hidden ones not even the name. */
const saidOf = (watched: Watched, { decision }: TakenIn, watcher: Watcher): string => {
  if (decision === 'hidden') return 'From a hidden library: nothing was kept'
  if (decision === 'other') return 'From somebody else’s account: nothing was kept'
  if (decision === 'ask') return `From ${watched.account.name}: is this you?`
  const sent = decision === 'send' ? `, goes to ${watcher.sendTo?.friend}` : ''
  return `${watched.completed ? 'Finished' : 'Watching'}: ${watched.name}${sent}`
}

const watcherFor = (db: DatabaseSync, request: FastifyRequest): Watcher => {
  const { token } = request.params as { token: string }
  const watcher = watcherByToken(db, token)
  if (!watcher) throw new BadInput('There is no such address. A new one stands under Settings.', { status: 404 })
  return watcher
}

const bodyOf = (request: FastifyRequest): Uint8Array => {
  if (!Buffer.isBuffer(request.body) || request.body.length === 0) throw new BadInput('The request has no body.')
  return request.body
}

/** wake: called when something waits to be sent. Answers are JSON; a 4xx says in `error` what is wrong. */
export const hookRoutes = async (
  app: FastifyInstance,
  { db, wake }: { db: DatabaseSync; wake: () => void }
): Promise<void> => {
  const take = (watcher: Watcher, source: Source, report: Watched | Passed): { said: string; taken?: TakenIn } => {
    const taken = 'passed' in report ? undefined : takeIn(db, watcher, report, nowMs())
    const said = 'passed' in report ? `Passed over: ${report.passed}` : saidOf(report, taken!, watcher)
    noteCall(db, watcher.person, { source, said, wrong: false, at: nowMs() })
    if (taken?.decision === 'send') wake()
    return { said, ...(taken && { taken }) }
  }

  app.removeAllContentTypeParsers()
  await app.register(multipart)
  // Media servers label JSON in many ways, also in ones that are no content types; it is JSON or it is refused.
  app.addHook('onRequest', async ({ headers }) => {
    if (!/^multipart\/form-data/i.test(headers['content-type'] ?? '')) headers['content-type'] = 'application/json'
  })
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: bodyBytesMax }, (_, body, done) => {
    done(null, body)
  })
  app.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) => {
    const status = error instanceof BadInput ? error.status : (error.statusCode ?? 500)
    if (status >= 500) {
      request.log.error(error)
      return reply.code(500).send({ error: 'Something went wrong here; nothing was kept.' })
    }
    const text = status === 413 ? 'The body is too large.' : error.message
    const { token } = request.params as { token?: string }
    const watcher = token === undefined ? undefined : watcherByToken(db, token)
    const source = /^\/[\w-]+\/(jellyfin|plex|trakt)/.exec(request.url.replace('/hooks', ''))?.[1] ?? 'unknown'
    if (watcher) noteCall(db, watcher.person, { source, said: `Refused: ${text}`, wrong: true, at: nowMs() })
    // What is left of a refused upload is not read.
    return reply.code(status).header('connection', 'close').send({ error: text })
  })

  app.post('/:token/jellyfin', async (request) => {
    const watcher = watcherFor(db, request)
    return { said: take(watcher, 'jellyfin', parseJellyfin(readJson(bodyOf(request)))).said }
  })

  app.post('/:token/plex', async (request) => {
    const watcher = watcherFor(db, request)
    return { said: take(watcher, 'plex', parsePlex(readJson(await readPayload(request)))).said }
  })

  app.post('/:token/trakt/scrobble/:action', async (request, reply) => {
    const watcher = watcherFor(db, request)
    const { action } = request.params as { action: string }
    if (!/^(start|pause|stop)$/.test(action)) throw new BadInput('It must be start, pause or stop.', { status: 404 })
    const body = readJson(bodyOf(request))
    const watched = parseTrakt(action as Scrobble, body)
    const { taken } = take(watcher, 'trakt', watched)
    const before = taken?.before?.finishedAt
    if (watched.completed && before !== undefined && nowMs() - before < repeatMs) {
      const [at, until] = [new Date(before).toISOString(), new Date(before + repeatMs).toISOString()]
      return reply.code(409).send({ watched_at: at, expires_at: until })
    }
    const did = action === 'stop' ? (watched.completed ? 'scrobble' : 'pause') : action
    const { movie, show, episode } = body
    return reply.code(201).send({ id: 0, action: did, progress: watched.progress, movie, show, episode })
  })
}
