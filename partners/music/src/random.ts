// The app's only source of names and secrets that nobody can guess.
import { randomBytes, randomUUID } from 'node:crypto'

/** A new UUID. */
export const newId = (): string => randomUUID()

/** A new secret of 32 random bytes, base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url')
