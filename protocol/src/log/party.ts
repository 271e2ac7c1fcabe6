// What a party derives from its key K: the name that others know it by, and the blinded tags that find its entries.
import { joinBytes, uint64 } from './bytes.ts'
import { tagBytes } from './entry.ts'
import { hmacSha256, sha256 } from './sha256.ts'
import { toUtf8 } from './utf8.ts'

const lidPrefix = toUtf8('parley/lid/v1\n')
const tagPrefix = toUtf8('parley/tag/v1\n')

/** lid = H("parley/lid/v1\n" || K). */
export const lidOf = (k: Uint8Array): Uint8Array => sha256(lidPrefix, k)

/** K_m = HMAC(K, "parley/period/v1\n" || month); month is like 2026-11, in UTC. */
export const periodKey = (k: Uint8Array, month: string): Uint8Array =>
  hmacSha256(k, toUtf8(`parley/period/v1\n${month}`))

/** tag_i = HMAC(K_m, "parley/tag/v1\n" || u64 i)[0:16]. i counts the entries of the party from 1. */
export const tagOf = (monthKey: Uint8Array, i: number): Uint8Array =>
  hmacSha256(monthKey, joinBytes(tagPrefix, uint64(i))).slice(0, tagBytes)

/** The months of UTC from one to another, both included; empty when the first is later. No more than the first `most`. */
export const monthsBetween = (first: string, last: string, most = Infinity): string[] => {
  const months: string[] = []
  for (let month = first; month <= last && months.length < most;) {
    months.push(month)
    const [year = 0, number = 0] = month.split('-').map(Number)
    month = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
  }
  return months
}

/** The month in UTC of a time in milliseconds since 1970. */
export const monthOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 7)
