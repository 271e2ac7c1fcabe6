// The app's only source of names that nobody can guess, and of digests.
import { createHash, randomUUID } from 'node:crypto'

/** A new UUID. */
export const newId = (): string => randomUUID()

/** A name for these parts, always the same for the same ones: 22 characters of base64url. */
export const nameOf = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)
