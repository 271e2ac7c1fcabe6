// Reads the body of ListenBrainz's submit-listens: three types of submission, with its limits.
import { BadInput } from '../bad-input.ts'
import { type Fields, isFields, readJson } from '../read-fields.ts'
import { parseSong, type Song } from './parse-song.ts'

export type Listen = { song: Song; listenedAt: number }
/** A submission: what is playing now, or listens that are over (one, or an import of many). listenedAt is in seconds. */
export type Submission = { type: 'playing_now'; song: Song } | { type: 'single' | 'import'; listens: Listen[] }

export const listensMax = 1000
export const listenBytesMax = 10_240
/** ListenBrainz's own bounds: not before the first scrobbler (1 October 2002), and at most an hour ahead of the clock. */
const earliest = 1_033_430_400
const aheadSeconds = 3600

const checkSize = (listen: Fields): void => {
  let text: string
  try {
    text = JSON.stringify(listen)
  } catch {
    throw new BadInput('A listen is nested too deeply.')
  }
  if (Buffer.byteLength(text) > listenBytesMax) {
    throw new BadInput(`A listen is larger than ${listenBytesMax} bytes.`)
  }
  // An odd number of backslashes before u0000 is the NUL character; an even number is text about it.
  if (/(?<!\\)(?:\\\\)*\\u0000/.test(text)) throw new BadInput('A listen contains a NUL character.')
}

const fieldsOf = (value: unknown, name: string): Fields => {
  if (!isFields(value)) throw new BadInput(`${name} must be an object.`)
  return value
}

const songOf = (listen: Fields): Song => {
  const track = fieldsOf(listen['track_metadata'], 'track_metadata')
  return parseSong(track, fieldsOf(track['additional_info'] ?? {}, 'additional_info'))
}

const timeOf = (listen: Fields, now: number): number => {
  const at = listen['listened_at']
  if (typeof at !== 'number' || !Number.isInteger(at)) {
    throw new BadInput('listened_at must be a whole number of seconds since 1970.')
  }
  if (at < earliest) throw new BadInput('listened_at is too low: before October 2002 nothing was scrobbled.')
  if (at > now + aheadSeconds) {
    throw new BadInput('listened_at is in the future; it counts seconds, not milliseconds or nanoseconds.')
  }
  return at
}

/** Parses a body; `now` is in seconds since 1970. Throws BadInput. */
export const parseSubmission = (body: Uint8Array, now: number): Submission => {
  const { listen_type: type, payload } = readJson(body)
  if (type !== 'playing_now' && type !== 'single' && type !== 'import') {
    throw new BadInput('listen_type must be playing_now, single or import.')
  }
  if (!Array.isArray(payload) || payload.length === 0) throw new BadInput('payload must be a list with a listen in it.')
  if (type !== 'import' && payload.length > 1) throw new BadInput(`${type} takes one listen.`)
  if (payload.length > listensMax) throw new BadInput(`An import takes at most ${listensMax} listens.`)
  const listens = payload.map((each: unknown) => {
    const listen = fieldsOf(each, 'Each listen')
    checkSize(listen)
    return listen
  })
  if (type === 'playing_now') {
    if ('listened_at' in listens[0]!) throw new BadInput('playing_now must not have listened_at.')
    return { type, song: songOf(listens[0]!) }
  }
  return { type, listens: listens.map((listen) => ({ song: songOf(listen), listenedAt: timeOf(listen, now) })) }
}
