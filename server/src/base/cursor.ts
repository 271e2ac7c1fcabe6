// Cursors of paged lists: a place in a list as opaque text.
import { Refusal } from './refusal.ts'

export const writeCursor = (place: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

/** The place a cursor stands for; throws invalid_cursor unless it has exactly these types of parts. */
export const readCursor = <const T extends readonly ('string' | 'number')[]>(
  cursor: string,
  ...parts: T
): { -readonly [K in keyof T]: T[K] extends 'string' ? string : number } => {
  let place: unknown
  try {
    place = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw new Refusal('invalid_cursor')
  }
  const fits =
    Array.isArray(place) &&
    place.length === parts.length &&
    place.every((part, i) =>
      parts[i] === 'number'
        ? Number.isSafeInteger(part)
        : typeof part === 'string' && part.isWellFormed() && !part.includes('\u0000')
    )
  if (!fits) throw new Refusal('invalid_cursor')
  return place as never
}
