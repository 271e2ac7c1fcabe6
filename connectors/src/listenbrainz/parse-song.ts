// Reads a song in ListenBrainz's names; what is optional and wrong is left out, what is needed and wrong is refused.
import { type Fields, given, line, optionalLine } from '../read-fields.ts'

/** One recording, as far as it is known. isrc: without dashes. url: where it can be heard. */
export type Song = { name: string; artist: string; album?: string; durationMs?: number; isrc?: string; url?: string }

const dayMs = 24 * 60 * 60 * 1000
/** The whole listen is smaller. */
const charsMax = 10_240

const duration = (ms: unknown, seconds: unknown): number | undefined => {
  const value = typeof ms === 'number' ? ms : typeof seconds === 'number' ? seconds * 1000 : undefined
  return value !== undefined && value >= 1 && value <= dayMs ? Math.round(value) : undefined
}

const isrcOf = (value: unknown): string | undefined => {
  const text = typeof value === 'string' ? value.replaceAll('-', '').toUpperCase() : ''
  return /^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$/.test(text) ? text : undefined
}

const urlOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= 2000 && /^https?:\/\/\S+$/.test(value) && URL.canParse(value)
    ? value
    : undefined

/** track: track_metadata; info: its additional_info. Throws BadInput. */
export const parseSong = (track: Fields, info: Fields): Song =>
  given<Song>({
    name: line(track['track_name'], 'track_name', charsMax),
    artist: line(track['artist_name'], 'artist_name', charsMax),
    album: optionalLine(track['release_name'], 'release_name', charsMax),
    durationMs: duration(info['duration_ms'], info['duration']),
    isrc: isrcOf(info['isrc']),
    url: urlOf(info['origin_url'])
  })
