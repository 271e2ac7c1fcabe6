// The kit's only source of names and secrets that nobody can guess.
import { createHash, randomBytes, randomUUID } from 'node:crypto'

/** A new UUID. */
export const newId = (): string => randomUUID()

/** A new secret of 32 random bytes, base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** What is kept of a secret, so that the database alone lets nobody in. */
export const digest = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
