// What somebody watched, in the one shape that all sources are read into, and as a card in a message.
import type { Card } from '@parley/sdk'

export type Source = 'jellyfin' | 'plex' | 'trakt'

export type Title = {
  kind: 'film' | 'episode'
  name: string
  series?: string
  season?: number
  episode?: number
  year?: number
}

/**
 * One report of a source. progress: 0 to 100. ids: such as imdb: tt0000001; often there are none. libraries: what it lies in, as far as
 * told (name of the library, folders). adult: its rating or genre says so.
 */
export type Watched = Title & {
  source: Source
  account: { id: string; name: string }
  ids: Record<string, string>
  libraries: string[]
  adult: boolean
  progress?: number
  completed: boolean
}

/** A report that is fine and of no interest here: music, trailers, news of the server. */
export type Passed = { passed: string }

const clip = (text: string): string => {
  const points = [...text]
  return points.length <= 200 ? text : `${points.slice(0, 199).join('').trimEnd()}…`
}

/** "The Ferry, season 1, episode 4" for an episode's place, '' for a film. */
export const placeOf = ({ series, season, episode }: Title): string =>
  [series, season !== undefined && `season ${season}`, episode !== undefined && `episode ${episode}`]
    .filter(Boolean)
    .join(', ')

/** The card (schema.org/Movie, schema.org/TVEpisode). Long lines are cut at 200 characters. */
export const cardOf = ({ kind, name, series, season, episode, year }: Title): Card =>
  kind === 'film'
    ? { type: 'film', name: clip(name), ...(year && { datePublished: String(year) }) }
    : {
        type: 'episode',
        name: clip(name),
        partOfSeries: clip(series ?? name),
        ...(season !== undefined && { seasonNumber: season }),
        ...(episode !== undefined && { episodeNumber: episode })
      }
