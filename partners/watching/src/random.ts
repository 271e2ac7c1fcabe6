// The app's only source of secrets that nobody can guess, and of names that follow from what they name.
import { createHash, randomBytes, randomUUID } from 'node:crypto'

/** A new UUID. */
export const newId = (): string => randomUUID()

/** A new secret of 32 random bytes, base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** One name for these parts, the same each time. */
export const nameFor = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
