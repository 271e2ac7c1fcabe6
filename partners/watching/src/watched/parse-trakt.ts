// Reads a scrobble in the shape of Trakt's API, which many players can send.
import { BadReport, type Fields, idsOf, isFields, line, optionalLine, whole, yearOf } from './read-fields.ts'
import type { Watched } from './watched.ts'

export type Scrobble = 'start' | 'pause' | 'stop'
/** Trakt counts what was stopped from here on as watched. */
const watchedFrom = 80

const ids = (item: Fields): Fields => (isFields(item['ids']) ? item['ids'] : {})

const titleOf = (body: Fields): Pick<Watched, 'kind' | 'name' | 'series' | 'season' | 'episode' | 'year' | 'ids'> => {
  const { movie, show, episode } = body
  if (isFields(movie)) {
    const year = yearOf(movie['year'])
    return { kind: 'film', name: line(movie['title'], 'movie.title'), ...(year && { year }), ids: idsOf(ids(movie)) }
  }
  if (!isFields(show) || !isFields(episode)) throw new BadReport('It needs movie, or show and episode.', 422)
  const [season, number] = [whole(episode['season'], 9999), whole(episode['number'], 99_999)]
  if (season === undefined || number === undefined) throw new BadReport('episode needs season and number.', 422)
  return {
    kind: 'episode',
    name: optionalLine(episode['title'], 'episode.title') ?? `Episode ${number}`,
    series: line(show['title'], 'show.title'),
    season,
    episode: number,
    ids: idsOf(ids(episode))
  }
}

/** The shape names no account: who holds the address is who watched. Throws BadReport. */
export const parseTrakt = (action: Scrobble, body: Fields): Watched => {
  const progress = typeof body['progress'] === 'string' ? Number(body['progress']) : body['progress']
  if (typeof progress !== 'number' || !(progress >= 0 && progress <= 100)) {
    throw new BadReport('progress must be a number from 0 to 100.', 422)
  }
  return {
    source: 'trakt',
    account: { id: 'scrobbler', name: 'Your scrobbler' },
    ...titleOf(body),
    libraries: [],
    adult: false,
    progress,
    completed: action === 'stop' && progress >= watchedFrom
  }
}
