// Takes JSON apart by what each field must be; whatever else stands there is refused.
import { fromBase64 } from './base64.ts'
import { isId, timeMs } from './scalars.ts'
import type { Json, JsonObject } from './strict-json.ts'

/** Which field is not what it must be. */
export class FieldError extends Error {}

/** Reads one value; where says which, for the error. Throws FieldError. */
export type Read<T> = (value: Json | undefined, where: string) => T

const expect = (isGood: boolean, where: string, what: string): void => {
  if (!isGood) throw new FieldError(`${where} is not ${what}`)
}

export const text: Read<string> = (value, where) => {
  if (typeof value !== 'string') throw new FieldError(`${where} is not a text`)
  return value
}

export const textLike =
  (pattern: RegExp, what: string): Read<string> =>
  (value, where) => {
    const found = text(value, where)
    expect(pattern.test(found), where, what)
    return found
  }

export const hex32 = textLike(/^[0-9a-f]{64}$/, '32 bytes in hexadecimal')
export const month = textLike(/^[0-9]{4}-(?:0[1-9]|1[0-2])$/, 'a month')

export const id: Read<string> = (value, where) => {
  const found = text(value, where)
  expect(isId(found), where, 'an id')
  return found
}

export const time: Read<string> = (value, where) => {
  const found = text(value, where)
  expect(timeMs(found) !== undefined, where, 'a time')
  return found
}

/** Bytes in base64, of one length when it is given. */
export const bytes =
  (length?: number): Read<Uint8Array> =>
  (value, where) => {
    const found = fromBase64(text(value, where))
    if (!found || (length !== undefined && found.length !== length))
      throw new FieldError(`${where} is not ${length ?? ''} bytes in base64`)
    return found
  }

export const flag: Read<boolean> = (value, where) => {
  if (typeof value !== 'boolean') throw new FieldError(`${where} is not true or false`)
  return value
}

/** A whole number from 0 on. */
export const count: Read<number> = (value, where) => {
  if (typeof value !== 'number' || value < 0) throw new FieldError(`${where} is not a count`)
  return value
}

export const countFromOne: Read<number> = (value, where) => {
  const found = count(value, where)
  expect(found > 0, where, 'a number from 1 on')
  return found
}

export const oneOf =
  <const T extends readonly (string | number)[]>(...values: T): Read<T[number]> =>
  (value, where) => {
    const found = values.find((one) => one === value)
    if (found === undefined) throw new FieldError(`${where} is not one of ${values.join(', ')}`)
    return found
  }

export const orNull =
  <T>(read: Read<T>): Read<T | null> =>
  (value, where) =>
    value === null ? null : read(value, where)

export const list =
  <T>(read: Read<T>, max = 1_000_000): Read<T[]> =>
  (value, where) => {
    if (!Array.isArray(value)) throw new FieldError(`${where} is not a list`)
    expect(value.length <= max, where, `a list of at most ${max}`)
    return value.map((one, at) => read(one, `${where}[${at}]`))
  }

export const object: Read<JsonObject> = (value, where) => {
  if (value === undefined || value === null || typeof value !== 'object' || Array.isArray(value))
    throw new FieldError(`${where} is not an object`)
  return value
}

/** Every name with what its value must be, by names that are given beforehand or not. */
export const record =
  <T>(readName: Read<string>, read: Read<T>): Read<Map<string, T>> =>
  (value, where) =>
    new Map(
      Object.entries(object(value, where)).map(([name, one]) => [readName(name, where), read(one, `${where}.${name}`)])
    )

type Shape = Record<string, Read<unknown>>
type Of<S extends Shape> = { [Name in keyof S]: S[Name] extends Read<infer T> ? T : never }

/** An object with these fields and no others. */
export const fields = <N extends Shape>(need: N): Read<Of<N>> => fieldsAndPerhaps(need, {})

/** An object with the fields of need and perhaps those of may, and no others. */
export const fieldsAndPerhaps =
  <N extends Shape, M extends Shape>(need: N, may: M): Read<Of<N> & Partial<Of<M>>> =>
  (value, where) => {
    const from = object(value, where)
    const found: Record<string, unknown> = {}
    for (const name in need) found[name] = need[name]!(from[name], `${where}.${name}`)
    for (const name in from) {
      if (Object.hasOwn(need, name)) continue
      const read = Object.hasOwn(may, name) ? may[name] : undefined
      if (!read) throw new FieldError(`${where}.${name} is unknown`)
      found[name] = read(from[name], `${where}.${name}`)
    }
    return found as Of<N> & Partial<Of<M>>
  }
