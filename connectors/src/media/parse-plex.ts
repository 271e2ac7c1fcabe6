// Reads the JSON of a Plex webhook (its form field `payload`).
import { BadInput } from '../bad-input.ts'
import { type Fields, given, isFields, line, optionalLine } from '../read-fields.ts'
import { asText, episodeOf, idsOf, isAdult, percent, seasonOf, whole, yearOf } from './read-fields.ts'
import type { Passed, Watched } from './watched.ts'

const kinds = new Map<string, 'film' | 'episode'>([
  ['movie', 'film'],
  ['episode', 'episode']
])

/** One field of each object in a list; whatever is no list is an empty one. */
const each = (list: unknown, field: string): unknown[] =>
  Array.isArray(list) ? list.map((item: unknown) => isFields(item) && item[field]) : []

/** Today's Guid list ("imdb://tt1"), and the one guid of old agents ("com.plexapp.agents.imdb://tt1?lang=en"). */
const guids = (metadata: Fields): Fields => {
  const found: Fields = {}
  for (const guid of [metadata['guid'], ...each(metadata['Guid'], 'id')]) {
    // Old agents name an episode by its series' number and a path; that is no name of the episode.
    const [, name, id] = /(imdb|tmdb|tvdb|themoviedb):\/\/(\w+)(?:\?|$)/.exec(asText(guid)) ?? []
    if (name) found[name === 'themoviedb' ? 'tmdb' : name] = id
  }
  return found
}

const accountOf = (account: unknown): Watched['account'] => {
  if (!isFields(account)) throw new BadInput('Account is missing.')
  const id = whole(account['id'], 1e15)
  if (id === undefined) throw new BadInput('Account.id must be a whole number.')
  return { id: String(id), name: line(account['title'], 'Account.title') }
}

/** Throws BadInput. */
export const parsePlex = (payload: Fields): Watched | Passed => {
  const event = line(payload['event'], 'event')
  if (!/^media\.(play|pause|resume|stop|scrobble)$/.test(event)) return { passed: 'not about playing' }
  const { Metadata: metadata } = payload
  if (!isFields(metadata)) throw new BadInput('Metadata is missing.')
  const needed = (field: string): string => line(metadata[field], `Metadata.${field}`)
  const type = needed('type')
  const kind = kinds.get(type)
  if (type === 'track') return { passed: 'music' }
  if (!kind || metadata['extraType'] !== undefined || metadata['subtype'] === 'trailer') {
    return { passed: 'neither a film nor an episode' }
  }
  const library = optionalLine(metadata['librarySectionTitle'], 'Metadata.librarySectionTitle')
  return given<Watched>({
    source: 'plex',
    account: accountOf(payload['Account']),
    kind,
    name: needed('title'),
    ...(kind === 'episode' && {
      series: needed('grandparentTitle'),
      season: seasonOf(metadata['parentIndex']),
      episode: episodeOf(metadata['index'])
    }),
    year: yearOf(metadata['year']),
    ids: idsOf(guids(metadata)),
    libraries: library ? [library] : [],
    adult: isAdult(metadata['contentRating'], each(metadata['Genre'], 'tag')),
    progress: percent(metadata['viewOffset'], metadata['duration']),
    // Plex says so once, when nine tenths were seen.
    completed: event === 'media.scrobble'
  })
}
