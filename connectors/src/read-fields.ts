// Reads fields of JSON that somebody sent: what is needed and wrong is refused, what is optional and not there is left out.
import { BadInput } from './bad-input.ts'

export type Fields = Record<string, unknown>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const decoder = new TextDecoder('utf-8', { fatal: true })

/** A JSON object, whatever its content type said. Throws BadInput. */
export const readJson = (body: Uint8Array | string): Fields => {
  let value: unknown
  try {
    value = JSON.parse(typeof body === 'string' ? body : decoder.decode(body))
  } catch (error) {
    throw new BadInput(error instanceof TypeError ? 'The body is not UTF-8.' : 'The body is not JSON.')
  }
  if (!isFields(value)) throw new BadInput('The body must be a JSON object.')
  return value
}

/** One line of text, blanks and control characters as single spaces; undefined when there is none. Throws BadInput. */
export const optionalLine = (value: unknown, field: string, charsMax = 2000): string | undefined => {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new BadInput(`${field} must be text.`)
  if (!value.isWellFormed() || value.includes('\0')) throw new BadInput(`${field} has characters that no text has.`)
  // Marks that turn the direction of writing would change how the rest of a page reads.
  const text = value.replaceAll(/[\s\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()
  if (text.length > charsMax) throw new BadInput(`${field} is longer than ${charsMax} characters.`)
  return text === '' ? undefined : text
}

/** The same, where there must be one. */
export const line = (value: unknown, field: string, charsMax?: number): string => {
  const text = optionalLine(value, field, charsMax)
  if (text === undefined) throw new BadInput(`${field} is missing.`)
  return text
}

/** Fields that may be missing may be undefined here, which exact types forbid elsewhere. */
type Offered<T> = { [K in keyof T]: undefined extends T[K] ? T[K] | undefined : T[K] }

/** The same without the fields that are undefined. */
export const given = <T extends object>(fields: Offered<T>): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
