// JSON that means one thing: no name twice in an object, whole safe numbers only, bounded in size and depth.

export type Json = null | boolean | number | string | Json[] | JsonObject
export type JsonObject = { [name: string]: Json }

/** What is wrong and at which character. */
export class JsonError extends Error {}

export type JsonLimits = { charactersMax: number; depthMax: number }

const usual: JsonLimits = { charactersMax: 1_000_000, depthMax: 8 }

/**
 * Reads a JSON text (RFC 8259). Two readers that treat a repeated name or a large number differently would see two texts under one hash,
 * so both are refused; fractions, exponents and the name __proto__ too. Throws JsonError.
 */
export const parseStrictJson = (text: string, limits: JsonLimits = usual): Json => {
  if (text.length > limits.charactersMax) throw new JsonError(`More than ${limits.charactersMax} characters`)
  if (!text.isWellFormed()) throw new JsonError('Half a surrogate pair')
  const reader: Reader = { text, at: 0, depthLeft: limits.depthMax }
  const value = readValue(reader)
  skipSpace(reader)
  if (reader.at !== text.length) fail(reader, 'more after the end')
  return value
}

type Reader = { readonly text: string; at: number; depthLeft: number }

const fail = ({ at }: Reader, problem: string): never => {
  throw new JsonError(`${problem} at character ${at}`)
}

const skipSpace = (reader: Reader): void => {
  for (;;) {
    const code = reader.text.charCodeAt(reader.at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
    reader.at++
  }
}

const readValue = (reader: Reader): Json => {
  skipSpace(reader)
  switch (reader.text[reader.at]) {
    case '{':
      return readNested(reader, readObject)
    case '[':
      return readNested(reader, readArray)
    case '"':
      return readString(reader)
    case 't':
      return readWord(reader, 'true', true)
    case 'f':
      return readWord(reader, 'false', false)
    case 'n':
      return readWord(reader, 'null', null)
    default:
      return readNumber(reader)
  }
}

const readNested = (reader: Reader, read: (reader: Reader) => Json): Json => {
  if (reader.depthLeft-- === 0) fail(reader, 'nested too deep')
  reader.at++
  const value = read(reader)
  reader.depthLeft++
  return value
}

/** True when the list goes on, false when it has ended. */
const readComma = (reader: Reader, end: string): boolean => {
  skipSpace(reader)
  const sign = reader.text[reader.at++]
  if (sign !== ',' && sign !== end) fail(reader, `"," or "${end}" missing`)
  return sign === ','
}

const isEmpty = (reader: Reader, end: string): boolean => {
  skipSpace(reader)
  if (reader.text[reader.at] !== end) return false
  reader.at++
  return true
}

const readArray = (reader: Reader): Json[] => {
  const values: Json[] = []
  if (isEmpty(reader, ']')) return values
  do values.push(readValue(reader))
  while (readComma(reader, ']'))
  return values
}

const readObject = (reader: Reader): JsonObject => {
  const object: JsonObject = {}
  if (isEmpty(reader, '}')) return object
  do {
    skipSpace(reader)
    if (reader.text[reader.at] !== '"') fail(reader, 'a name missing')
    const name = readString(reader)
    if (Object.hasOwn(object, name)) fail(reader, `"${name}" twice`)
    // It would not become a field of a plain object, and objects without a prototype take far more memory.
    if (name === '__proto__') fail(reader, 'a name that is not allowed')
    skipSpace(reader)
    if (reader.text[reader.at++] !== ':') fail(reader, '":" missing')
    object[name] = readValue(reader)
  } while (readComma(reader, '}'))
  return object
}

const readString = (reader: Reader): string => {
  const start = reader.at
  let end = start
  do {
    end = reader.text.indexOf('"', end + 1)
    if (end < 0) fail(reader, 'a text without end')
  } while (isEscaped(reader.text, end))
  reader.at = end + 1
  const inside = reader.text.slice(start + 1, end)
  // Control characters and escapes are for the parser that everybody has.
  // oxlint-disable-next-line no-control-regex
  if (!/[\\\u0000-\u001f]/.test(inside)) return inside
  try {
    const value: unknown = JSON.parse(`"${inside}"`)
    if (typeof value === 'string' && value.isWellFormed()) return value
  } catch {
    // Said below.
  }
  return fail(reader, 'a text that is none')
}

const isEscaped = (text: string, quote: number): boolean => {
  let slashes = 0
  while (text[quote - slashes - 1] === '\\') slashes++
  return slashes % 2 === 1
}

const readWord = <T extends Json>(reader: Reader, word: string, value: T): T => {
  if (!reader.text.startsWith(word, reader.at)) fail(reader, 'no value')
  reader.at += word.length
  return value
}

const number = /-?(?:0|[1-9][0-9]*)/y

const readNumber = (reader: Reader): number => {
  number.lastIndex = reader.at
  const [digits] = number.exec(reader.text) ?? fail(reader, 'no value')
  const value = Number(digits)
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) fail(reader, 'a number that is not exact')
  reader.at += digits.length
  if (/[.eE0-9]/.test(reader.text[reader.at] ?? '')) fail(reader, 'a number that is not whole')
  return value
}
