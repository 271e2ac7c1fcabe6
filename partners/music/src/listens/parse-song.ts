// Reads a song from data that somebody sent; what is optional and wrong is left out, what is needed and wrong is refused.
import { BadListen } from './bad-listen.ts'
import type { Song } from './song.ts'

const dayMs = 24 * 60 * 60 * 1000

const line = (value: unknown, field: string): string => {
  if (typeof value !== 'string') throw new BadListen(`${field} must be a single string.`)
  if (value.trim() === '') throw new BadListen(`${field} must not be blank.`)
  if (!value.isWellFormed() || value.includes('\0'))
    throw new BadListen(`${field} contains characters that no text has.`)
  return value.trim()
}

const optionalLine = (value: unknown, field: string): string | undefined => {
  if (value === undefined || value === null || value === '') return undefined
  return typeof value === 'string' && value.trim() === '' ? undefined : line(value, field)
}

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

/** Fields in ListenBrainz's own names; `info` is additional_info. Throws BadListen. */
export const parseSong = (track: Record<string, unknown>, info: Record<string, unknown>): Song => {
  const album = optionalLine(track['release_name'], 'release_name')
  const durationMs = duration(info['duration_ms'], info['duration'])
  const isrc = isrcOf(info['isrc'])
  const url = urlOf(info['origin_url'])
  return {
    name: line(track['track_name'], 'track_name'),
    artist: line(track['artist_name'], 'artist_name'),
    ...(album && { album }),
    ...(durationMs && { durationMs }),
    ...(isrc && { isrc }),
    ...(url && { url })
  }
}
