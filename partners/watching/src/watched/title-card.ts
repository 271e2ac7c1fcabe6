// A title in words, and as the card in a message.
import type { Title } from '@parley/connectors/media/watched.ts'
import type { Card } from '@parley/sdk'

const clip = (text: string): string => {
  const points = [...text]
  return points.length <= 200 ? text : `${points.slice(0, 199).join('').trimEnd()}…`
}

/** "Harbour Lights, season 1, episode 4", "Film, 2019". */
export const placeOf = ({ kind, series, season, episode, year }: Title): string =>
  (kind === 'film'
    ? ['Film', year]
    : [series, season !== undefined && `season ${season}`, episode !== undefined && `episode ${episode}`]
  )
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
