// A title in words, and as the card in a message.
import type { Title } from '@parley/connectors/media/watched.ts'
import { type Card, cardLine } from '@parley/sdk'

/** "Harbour Lights, season 1, episode 4", "Film, 2019". */
export const placeOf = ({ kind, series, season, episode, year }: Title): string => {
  const place = [series, season !== undefined && `season ${season}`, episode !== undefined && `episode ${episode}`]
  return (kind === 'film' ? ['Film', year] : place).filter(Boolean).join(', ')
}

/** The card (schema.org/Movie, schema.org/TVEpisode). Long lines are cut. */
export const cardOf = ({ kind, name, series, season, episode, year }: Title): Card =>
  kind === 'film'
    ? { type: 'film', name: cardLine(name), ...(year && { datePublished: String(year) }) }
    : {
        type: 'episode',
        name: cardLine(name),
        partOfSeries: cardLine(series ?? name),
        ...(season !== undefined && { seasonNumber: season }),
        ...(episode !== undefined && { episodeNumber: episode })
      }
