// The addresses that media servers send to: /hooks/<token>/jellyfin, /plex and /trakt/scrobble/{start,pause,stop}.
import multipart from '@fastify/multipart'
import { BadInput } from '@parley/connectors/bad-input.ts'
import { parseJellyfin } from '@parley/connectors/media/parse-jellyfin.ts'
import { parsePlex } from '@parley/connectors/media/parse-plex.ts'
import { parseTrakt, type Scrobble } from '@parley/connectors/media/parse-trakt.ts'
import type { Passed, Watched } from '@parley/connectors/media/watched.ts'
import { readJson } from '@parley/connectors/read-fields.ts'
import { type Call, html, nowMs, type Site } from '@parley/site'
import { takeIn, type TakenIn } from '../watched/take-in.ts'
import { type Watcher, watcherOf } from '../watcher.ts'
import { readPayload } from './read-payload.ts'

/** Within it, the same end again is a conflict to Trakt. */
const repeatMs = 60 * 60 * 1000

const settings = {
  title: 'Your media server',
  about: html`Give one of these addresses to your own server. In Jellyfin’s Webhook plugin add a generic destination,
  choose playback events and tick “Send All Properties”. They are secret: who has one can put titles on your shelf.`,
  fields: ({ url }: { url: string }) => [
    { name: 'Jellyfin', value: `${url}/jellyfin` },
    { name: 'Plex', value: `${url}/plex` },
    { name: 'Trakt scrobblers', value: `${url}/trakt` }
  ],
  renew: 'Make new addresses',
  none: 'No server has called yet.'
}

/** What the settings page says of a call; of other people's titles and hidden ones not even the name. */
const saidOf = (watched: Watched, { decision }: TakenIn, watcher: Watcher): string => {
  if (decision === 'hidden') return 'From a hidden library: nothing was kept'
  if (decision === 'other') return 'From somebody else’s account: nothing was kept'
  if (decision === 'ask') return `From ${watched.account.name}: is this you?`
  const sent = decision === 'send' ? `, goes to ${watcher.sendTo?.friend}` : ''
  return `${watched.completed ? 'Finished' : 'Watching'}: ${watched.name}${sent}`
}

/** wake: called when something waits to be sent. */
export const hookRoutes = (site: Site, wake: () => void): void => {
  const { db } = site
  const take = ({ person, note }: Call, report: Watched | Passed): { said: string; taken?: TakenIn } => {
    const watcher = watcherOf(db, person.id)
    const taken = 'passed' in report ? undefined : takeIn(db, watcher, report, nowMs())
    const said = 'passed' in report ? `Passed over: ${report.passed}` : saidOf(report, taken!, watcher)
    note(said)
    if (taken?.decision === 'send') wake()
    return { said, ...(taken && { taken }) }
  }

  site.calls({ at: '/hooks', token: 'path', settings }, async ({ scope, post }) => {
    await scope.register(multipart)

    post('/jellyfin', { source: 'Jellyfin' }, (call) => {
      const { said } = take(call, parseJellyfin(readJson(call.body())))
      return { said }
    })

    post('/plex', { source: 'Plex' }, async (call) => {
      const { said } = take(call, parsePlex(readJson(await readPayload(call.request))))
      return { said }
    })

    post('/trakt/scrobble/:action', { source: 'Trakt' }, (call) => {
      const action = call.at('action')
      if (!/^(start|pause|stop)$/.test(action)) throw new BadInput('It must be start, pause or stop.', { status: 404 })
      const body = readJson(call.body())
      const watched = parseTrakt(action as Scrobble, body)
      const before = take(call, watched).taken?.before?.finishedAt
      if (watched.completed && before !== undefined && nowMs() - before < repeatMs) {
        const [at, until] = [new Date(before).toISOString(), new Date(before + repeatMs).toISOString()]
        return call.reply.code(409).send({ watched_at: at, expires_at: until })
      }
      const did = action === 'stop' ? (watched.completed ? 'scrobble' : 'pause') : action
      const { movie, show, episode } = body
      return call.reply.code(201).send({ id: 0, action: did, progress: watched.progress, movie, show, episode })
    })
  })
}
