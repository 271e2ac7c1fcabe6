// The app's only source of names that nobody can guess, and of digests.
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'

/** A new UUID. */
export const newId = (): string => randomUUID()

/** A reference as the bank's core system makes them: HB and 24 characters, so it fits where camt.054 allows 35. */
export const newReference = (): string => `HB${randomUUID().replaceAll('-', '').slice(0, 24).toUpperCase()}`

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** A name for these parts, always the same for the same ones: 22 characters of base64url. */
export const nameOf = (parts: readonly unknown[]): string =>
  digest(JSON.stringify(parts)).toString('base64url').slice(0, 22)

/** Compares in the same time whatever is different. */
export const sameSecret = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))
