// Reads fields of data that somebody sent: what is needed and wrong is refused, what is optional and wrong is left out.

/** What a caller sent wrong, in one sentence; becomes a 4xx. */
export class BadReport extends Error {
  readonly status: number
  constructor(text: string, status = 400) {
    super(text)
    this.status = status
  }
}

export type Fields = Record<string, unknown>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const decoder = new TextDecoder('utf-8', { fatal: true })

/** A JSON object, whatever its content type said. Throws BadReport. */
export const readJson = (body: Uint8Array | string): Fields => {
  let value: unknown
  try {
    value = JSON.parse(typeof body === 'string' ? body : decoder.decode(body))
  } catch (error) {
    throw new BadReport(error instanceof TypeError ? 'The body is not UTF-8.' : 'The body is not JSON.')
  }
  if (!isFields(value)) throw new BadReport('The body must be a JSON object.')
  return value
}

/** One line of text, blanks and control characters as single spaces; undefined when there is none. Throws BadReport. */
export const optionalLine = (value: unknown, field: string): string | undefined => {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new BadReport(`${field} must be text.`)
  if (!value.isWellFormed() || value.includes('\0')) throw new BadReport(`${field} has characters that no text has.`)
  // Marks that turn the direction of writing would change how the rest of a page reads.
  const text = value.replaceAll(/[\s\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()
  if (text.length > 2000) throw new BadReport(`${field} is longer than 2000 characters.`)
  return text === '' ? undefined : text
}

export const line = (value: unknown, field: string): string => {
  const text = optionalLine(value, field)
  if (text === undefined) throw new BadReport(`${field} is missing.`)
  return text
}

/** A whole number within bounds, also as text: templates of media servers print everything as text. */
export const whole = (value: unknown, max: number): number | undefined => {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= max ? number : undefined
}

export const yearOf = (value: unknown): number | undefined => {
  const year = whole(value, 9999)
  return year !== undefined && year >= 1870 ? year : undefined
}

/** Text and numbers as text; '' for anything else. */
export const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** true, "True", "true", 1. */
export const flag = (value: unknown): boolean => value === true || value === 1 || /^true$/i.test(asText(value))

/** How much was seen, 0 to 100, of a position and a length in the same unit. */
export const percent = (position: unknown, length: unknown): number | undefined => {
  const [at, all] = [whole(position, 1e15), whole(length, 1e15)]
  return at === undefined || !all ? undefined : Math.min(100, Math.round((at / all) * 1000) / 10)
}

/** Identifiers of films in public catalogues; placeholders such as 0 are none. */
export const idsOf = (ids: Fields): Record<string, string> => {
  const kept: Record<string, string> = {}
  for (const name of ['imdb', 'tmdb', 'tvdb']) {
    const value = asText(ids[name])
    if ((name === 'imdb' ? /^tt\d{5,10}$/ : /^\d{1,10}$/).test(value) && /[1-9]/.test(value)) kept[name] = value
  }
  return kept
}

/** Whether a rating or one of the genres says that it is for adults only. */
export const isAdult = (rating: unknown, genres: readonly unknown[]): boolean =>
  /^([a-z]{2}\/)?(x|xxx|x18\+?|r18\+?|adult)$/i.test(asText(rating).trim()) ||
  genres.some((genre) => /\b(adult|porn\w*|erotica|xxx|hentai)\b/i.test(asText(genre)))
