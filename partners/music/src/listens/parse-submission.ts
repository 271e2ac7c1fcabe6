// Reads the body of ListenBrainz's submit-listens: three types of submission, with its limits.
import { BadListen } from './bad-listen.ts'
import { parseSong } from './parse-song.ts'
import type { Song } from './song.ts'

export type Listen = { song: Song; listenedAt: number }
/** A submission: what is playing now, or listens that are over (one, or an import of many). listenedAt is in seconds. */
export type Submission = { type: 'playing_now'; song: Song } | { type: 'single' | 'import'; listens: Listen[] }

export const listensMax = 1000
export const listenBytesMax = 10_240
/** ListenBrainz's own bounds: not before the first scrobbler (1 October 2002), and at most an hour ahead of the clock. */
const earliest = 1_033_430_400
const aheadSeconds = 3600

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const decoder = new TextDecoder('utf-8', { fatal: true })

const parseJson = (body: Uint8Array): unknown => {
  let text: string
  try {
    text = decoder.decode(body)
  } catch {
    throw new BadListen('The body is not UTF-8.')
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new BadListen('The body is not a JSON document (NaN and Infinity are not JSON).')
  }
}

const checkSize = (listen: Record<string, unknown>): void => {
  let text: string
  try {
    text = JSON.stringify(listen)
  } catch {
    throw new BadListen('A listen is nested too deeply.')
  }
  if (Buffer.byteLength(text) > listenBytesMax) {
    throw new BadListen(`A listen is larger than ${listenBytesMax} bytes.`)
  }
  // An odd number of backslashes before u0000 is the NUL character; an even number is text about it.
  if (/(?<!\\)(?:\\\\)*\\u0000/.test(text)) throw new BadListen('A listen contains a NUL character.')
}

const songOf = (listen: Record<string, unknown>): Song => {
  const track = listen['track_metadata']
  if (!isObject(track)) throw new BadListen('track_metadata must be an object.')
  const info = track['additional_info'] ?? {}
  if (!isObject(info)) throw new BadListen('additional_info must be an object.')
  return parseSong(track, info)
}

const timeOf = (listen: Record<string, unknown>, now: number): number => {
  const at = listen['listened_at']
  if (typeof at !== 'number' || !Number.isInteger(at)) {
    throw new BadListen('listened_at must be a whole number of seconds since 1970.')
  }
  if (at < earliest) throw new BadListen('listened_at is too low: before October 2002 nothing was scrobbled.')
  if (at > now + aheadSeconds) {
    throw new BadListen('listened_at is in the future; it counts seconds, not milliseconds or nanoseconds.')
  }
  return at
}

/** Parses a body; `now` is in seconds since 1970. Throws BadListen. */
export const parseSubmission = (body: Uint8Array, now: number): Submission => {
  const document = parseJson(body)
  if (!isObject(document)) throw new BadListen('The body must be a JSON object.')
  const { listen_type: type, payload } = document
  if (type !== 'playing_now' && type !== 'single' && type !== 'import') {
    throw new BadListen('listen_type must be playing_now, single or import.')
  }
  if (!Array.isArray(payload) || payload.length === 0)
    throw new BadListen('payload must be a list with a listen in it.')
  if (type !== 'import' && payload.length > 1) throw new BadListen(`${type} takes one listen.`)
  if (payload.length > listensMax) throw new BadListen(`An import takes at most ${listensMax} listens.`)
  const listens = (payload as unknown[]).map((listen) => {
    if (!isObject(listen)) throw new BadListen('Each listen must be an object.')
    checkSize(listen)
    return listen
  })
  if (type === 'playing_now') {
    const [listen] = listens
    if ('listened_at' in listen!) throw new BadListen('playing_now must not have listened_at.')
    return { type, song: songOf(listen!) }
  }
  return { type, listens: listens.map((listen) => ({ song: songOf(listen), listenedAt: timeOf(listen, now) })) }
}
