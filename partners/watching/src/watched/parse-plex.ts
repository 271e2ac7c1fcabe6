// Reads the JSON of a Plex webhook (its form field `payload`).
import {
  asText,
  BadReport,
  type Fields,
  idsOf,
  isAdult,
  isFields,
  line,
  optionalLine,
  percent,
  whole,
  yearOf
} from './read-fields.ts'
import type { Passed, Watched } from './watched.ts'

const events = /^media\.(play|pause|resume|stop|scrobble)$/
const kinds = new Map<string, 'film' | 'episode'>([
  ['movie', 'film'],
  ['episode', 'episode']
])

/** Today's Guid list ("imdb://tt1"), and the one guid of old agents ("com.plexapp.agents.imdb://tt1?lang=en"). */
const guids = (metadata: Fields): Fields => {
  const list = Array.isArray(metadata['Guid']) ? (metadata['Guid'] as unknown[]) : []
  const found: Fields = {}
  for (const guid of [metadata['guid'], ...list.map((item) => isFields(item) && item['id'])]) {
    // Old agents name an episode by its series' number and a path; that is no name of the episode.
    const [, name, id] = /(imdb|tmdb|tvdb|themoviedb):\/\/(\w+)(?:\?|$)/.exec(asText(guid)) ?? []
    if (name) found[name === 'themoviedb' ? 'tmdb' : name] = id
  }
  return found
}

const genres = (metadata: Fields): unknown[] =>
  Array.isArray(metadata['Genre']) ? metadata['Genre'].map((item: unknown) => isFields(item) && item['tag']) : []

/** Throws BadReport. */
export const parsePlex = (payload: Fields): Watched | Passed => {
  const event = line(payload['event'], 'event')
  if (!events.test(event)) return { passed: 'not about playing' }
  const { Account: account, Metadata: metadata } = payload
  if (!isFields(metadata)) throw new BadReport('Metadata is missing.')
  const type = line(metadata['type'], 'Metadata.type')
  const kind = kinds.get(type)
  if (type === 'track') return { passed: 'music' }
  if (!kind || metadata['extraType'] !== undefined || metadata['subtype'] === 'trailer') {
    return { passed: 'neither a film nor an episode' }
  }
  if (!isFields(account)) throw new BadReport('Account is missing.')
  const name = line(account['title'], 'Account.title')
  const id = whole(account['id'], 1e15)
  if (id === undefined) throw new BadReport('Account.id must be a whole number.')
  const year = yearOf(metadata['year'])
  const season = whole(metadata['parentIndex'], 9999)
  const episode = whole(metadata['index'], 99_999)
  const progress = percent(metadata['viewOffset'], metadata['duration'])
  const library = optionalLine(metadata['librarySectionTitle'], 'Metadata.librarySectionTitle')
  return {
    source: 'plex',
    account: { id: String(id), name },
    kind,
    name: line(metadata['title'], 'Metadata.title'),
    ...(kind === 'episode' && { series: line(metadata['grandparentTitle'], 'Metadata.grandparentTitle') }),
    ...(kind === 'episode' && season !== undefined && { season }),
    ...(kind === 'episode' && episode !== undefined && { episode }),
    ...(year && { year }),
    ids: idsOf(guids(metadata)),
    libraries: library ? [library] : [],
    adult: isAdult(metadata['contentRating'], genres(metadata)),
    ...(progress !== undefined && { progress }),
    // Plex says so once, when nine tenths were seen.
    completed: event === 'media.scrobble'
  }
}
