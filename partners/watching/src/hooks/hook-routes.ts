// The addresses that media servers send to: /hooks/<token>/jellyfin, /plex and /trakt/scrobble/{start,pause,stop}.
import { answerTrakt } from '@parley/connectors/media/answer-trakt.ts'
import { parseJellyfin } from '@parley/connectors/media/parse-jellyfin.ts'
import { parsePlex } from '@parley/connectors/media/parse-plex.ts'
import { parseTrakt } from '@parley/connectors/media/parse-trakt.ts'
import type { Passed, Watched } from '@parley/connectors/media/watched.ts'
import { readJson } from '@parley/connectors/read-fields.ts'
import { type Call, html, nowMs, type Site } from '@parley/site'
import { findTitle } from '../watched/keep-title.ts'
import { takeIn } from '../watched/take-in.ts'

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
const saidOf = (site: Site, person: string, report: Watched | Passed): string => {
  if ('passed' in report) return `Passed over: ${report.passed}`
  const { decision, friend } = takeIn(site, person, report)
  if (decision === 'hidden') return 'From a hidden library: nothing was kept'
  if (decision === 'other') return 'From somebody else’s account: nothing was kept'
  if (decision === 'ask') return `From ${report.account.name}: is this you?`
  const words = `${report.completed ? 'Finished' : 'Watching'}: ${report.name}`
  return decision === 'send' ? `${words}, goes to ${friend}` : words
}

export const hookRoutes = (site: Site): void => {
  const take = ({ person, note }: Call, report: Watched | Passed): { said: string } => {
    const said = saidOf(site, person.id, report)
    note(said)
    return { said }
  }

  site.calls({ at: '/hooks', token: 'path', settings }, ({ post }) => {
    post('/jellyfin', { source: 'Jellyfin' }, (call) => take(call, parseJellyfin(readJson(call.body()))))

    post('/plex', { source: 'Plex', field: 'payload' }, (call) => take(call, parsePlex(readJson(call.body()))))

    post('/trakt/scrobble/:action', { source: 'Trakt' }, (call) => {
      const [action, body] = [call.at('action'), readJson(call.body())]
      const watched = parseTrakt(action, body)
      const finishedAt = findTitle(site.db, call.person.id, watched)?.finishedAt
      take(call, watched)
      const answer = answerTrakt(action, body, watched, { finishedAt, now: nowMs() })
      return call.reply.code(answer.status).send(answer.body)
    })
  })
}
