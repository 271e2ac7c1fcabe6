// Reads JSON as it comes over the wire, and refuses text that cannot be stored or shown.
import secureJson from 'secure-json-parse'
import { Refusal } from './refusal.ts'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000')

// With a list and not by recursion: a body can be nested deeper than the stack. The walk is bounded by the size of the body.
const allStorable = (value: unknown): boolean => {
  const waiting = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next === 'string' && !isStorable(next)) return false
    if (typeof next !== 'object' || next === null) continue
    for (const [key, inner] of Object.entries(next)) {
      if (!isStorable(key)) return false
      waiting.push(inner)
    }
  }
  return true
}

/** Throws invalid_text for bad UTF-8, NUL and lone surrogates, invalid_request for what is not JSON or names __proto__. */
export const parseJson = (bytes: Uint8Array): unknown => {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    throw new Refusal('invalid_text', { detail: 'The body is not valid UTF-8' })
  }
  // RFC 8259 §8.1: JSON on the wire begins with no byte order mark; the parser would pass over it.
  if (text.startsWith('\ufeff'))
    throw new Refusal('invalid_request', { detail: 'The body begins with a byte order mark' })
  let value: unknown
  try {
    value = secureJson.parse(text, null, { protoAction: 'error', constructorAction: 'error' })
  } catch {
    throw new Refusal('invalid_request', { detail: 'The body is not valid JSON' })
  }
  // JSON text has NUL and surrogates only as escapes.
  if (/\\u(?:0000|[dD][89a-fA-F])/.test(text) && !allStorable(value)) {
    throw new Refusal('invalid_text', { detail: 'The text contains NUL or half of a surrogate pair' })
  }
  return value
}
