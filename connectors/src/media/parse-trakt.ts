// Reads a scrobble in the shape of Trakt's API, which many players can send.
import { BadInput } from '../bad-input.ts'
import { type Fields, given, isFields, line, optionalLine } from '../read-fields.ts'
import { episodeOf, idsOf, seasonOf, yearOf } from './read-fields.ts'
import type { Title, Watched } from './watched.ts'

/** Trakt counts what was stopped from here on as watched. */
const watchedFrom = 80

const titleOf = ({ movie, show, episode }: Fields): Title & { ids: unknown } => {
  if (isFields(movie)) {
    const name = line(movie['title'], 'movie.title')
    return { ...given<Title>({ kind: 'film', name, year: yearOf(movie['year']) }), ids: movie['ids'] }
  }
  if (!isFields(show) || !isFields(episode)) throw new BadInput('It needs movie, or show and episode.', { status: 422 })
  const [season, number] = [seasonOf(episode['season']), episodeOf(episode['number'])]
  if (season === undefined || number === undefined) {
    throw new BadInput('episode needs season and number.', { status: 422 })
  }
  const name = optionalLine(episode['title'], 'episode.title') ?? `Episode ${number}`
  const series = line(show['title'], 'show.title')
  return { kind: 'episode', name, series, season, episode: number, ids: episode['ids'] }
}

/** action: start, pause or stop. The shape names no account: who holds the address is who watched. Throws BadInput. */
export const parseTrakt = (action: string, body: Fields): Watched & { progress: number } => {
  if (!/^(start|pause|stop)$/.test(action)) throw new BadInput('It must be start, pause or stop.', { status: 404 })
  const progress = typeof body['progress'] === 'string' ? Number(body['progress']) : body['progress']
  if (typeof progress !== 'number' || !(progress >= 0 && progress <= 100)) {
    throw new BadInput('progress must be a number from 0 to 100.', { status: 422 })
  }
  const { ids, ...title } = titleOf(body)
  return {
    source: 'trakt',
    account: { id: 'scrobbler', name: 'Your scrobbler' },
    ...title,
    ids: isFields(ids) ? idsOf(ids) : {},
    libraries: [],
    adult: false,
    progress,
    completed: action === 'stop' && progress >= watchedFrom
  }
}
