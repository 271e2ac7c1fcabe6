// ListenBrainz's submit protocol, so that any scrobbler with a settable address can send listens here.
import {
  listenBytesMax,
  listensMax,
  parseSubmission,
  type Submission
} from '@parley/connectors/listenbrainz/parse-submission.ts'
import { html, type Site } from '@parley/site'
import { nowSeconds } from '../clock.ts'
import { recordListens } from './record-listens.ts'
import { setNowPlaying } from './set-now-playing.ts'

/** What is kept of a submission, and how Settings tells it. */
const keep = ({ db }: Site, person: string, submission: Submission): string => {
  if (submission.type === 'playing_now') {
    setNowPlaying(db, person, submission.song)
    return `Playing: ${submission.song.name}`
  }
  const { listens } = submission
  const added = recordListens(db, person, listens)
  if (submission.type === 'import') return `Took in ${listens.length} listens, ${added} of them new`
  return `Heard: ${listens[0]!.song.name}${added === 0 ? ', as was known' : ''}`
}

/** Answers are in ListenBrainz's form: {"status":"ok"}, or {"code": 4xx, "error": "…"}. */
export const listenRoutes = (site: Site): void => {
  const settings = {
    title: 'Your own player',
    about: html`Any player or scrobbler that can send to ListenBrainz can send here: Jellyfin, Navidrome,
    multi-scrobbler, Web Scrobbler and others. Set its ListenBrainz address and token to these:`,
    fields: ({ token }: { token: string }) => [
      { name: 'Address', value: site.config.url },
      { name: 'Token', value: token, what: 'a secret; who has it can add to your history' }
    ],
    renew: 'Make a new token',
    none: 'No player has called yet.'
  }
  const refusal = (code: number, error: string) => ({ code, error })

  site.calls({ at: '/1', token: 'header', refusal, settings }, ({ scope, post, tokenOf, personOf }) => {
    post('/submit-listens', { source: 'ListenBrainz', bytesMax: listensMax * listenBytesMax }, (call) => {
      call.note(keep(site, call.person.id, parseSubmission(call.body(), nowSeconds())))
      return { status: 'ok' }
    })

    scope.get('/validate-token', async (request, reply) => {
      if (!tokenOf(request)) return reply.code(400).send(refusal(400, 'You need to provide an Authorization token.'))
      const person = personOf(request)
      return person
        ? { code: 200, message: 'Token valid.', valid: true, user_name: person.name }
        : { code: 200, message: 'Token invalid.', valid: false }
    })
  })
}
