// The entry of the log, which outsiders see: two commitments and blinded tags (docs/spec/log.md, "Entry").
import { joinBytes, uint16 } from './bytes.ts'

export type Entry = {
  /** Commitment to the shared text. */
  cs: Uint8Array
  /** Commitment to the owner text. */
  co: Uint8Array
  /** 16 bytes each; some belong to no one. */
  tags: Uint8Array[]
}

export const tagBytes = 16
export const tagsMin = 4
export const tagsMax = 2048
const version = 1
const headBytes = 3 + 32 + 32

const isPowerOfTwo = (k: number): boolean => (k & (k - 1)) === 0

/** 01 || u16 k || cs || co || tags. Undefined when the bytes are nothing of the kind. */
export const parseEntry = (bytes: Uint8Array): Entry | undefined => {
  if (bytes.length < headBytes || bytes[0] !== version) return undefined
  const k = ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0)
  if (k < tagsMin || k > tagsMax || !isPowerOfTwo(k) || bytes.length !== headBytes + k * tagBytes) return undefined
  const tagAt = (at: number) => bytes.subarray(headBytes + at * tagBytes, headBytes + (at + 1) * tagBytes)
  return {
    cs: bytes.subarray(3, 35),
    co: bytes.subarray(35, 67),
    tags: Array.from({ length: k }, (_, at) => tagAt(at))
  }
}

/** How many tags an entry for so many parties has. Throws RangeError above 2,048 parties. */
export const tagCount = (parties: number): number => {
  let k = tagsMin
  while (k < parties) k *= 2
  if (k > tagsMax) throw new RangeError(`${parties} parties are more than an entry can name`)
  return k
}

/** The caller has padded the tags with random ones to tagCount() and put them into a random order. */
export const formatEntry = ({ cs, co, tags }: Entry): Uint8Array => {
  if (tags.length !== tagCount(tags.length)) throw new RangeError(`${tags.length} tags are not padded`)
  return joinBytes(Uint8Array.of(version), uint16(tags.length), cs, co, ...tags)
}
