// Cursors of paged lists: a place in a list as opaque text.
import { Refusal } from './refusal.ts'

export const writeCursor = (place: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

type Part = 'string' | 'number' | 'id'

const isText = (part: unknown): boolean => typeof part === 'string' && part.isWellFormed() && !part.includes('\u0000')

const fitsPart: Record<Part, (part: unknown) => boolean> = {
  string: isText,
  number: Number.isSafeInteger,
  id: (part) => typeof part === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part)
}

/**
 * The place a cursor stands for; throws invalid_cursor unless it has exactly these types of parts. A cursor is whatever a caller sends:
 * its parts have the right form, and nothing else is known of them.
 */
export const readCursor = <const T extends readonly Part[]>(
  cursor: string,
  ...parts: T
): { -readonly [K in keyof T]: T[K] extends 'number' ? number : string } => {
  let place: unknown
  try {
    place = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw new Refusal('invalid_cursor')
  }
  const fits =
    Array.isArray(place) && place.length === parts.length && parts.every((part, i) => fitsPart[part](place[i]))
  if (!fits) throw new Refusal('invalid_cursor')
  return place as never
}
