// Reads what media servers have in common: numbers and flags as text, lengths, names in catalogues, ratings.
import type { Fields } from '../read-fields.ts'

/** A whole number within bounds, also as text: templates of media servers print everything as text. */
export const whole = (value: unknown, max: number): number | undefined => {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= max ? number : undefined
}

export const seasonOf = (value: unknown): number | undefined => whole(value, 9999)
export const episodeOf = (value: unknown): number | undefined => whole(value, 99_999)

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
