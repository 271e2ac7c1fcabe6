// The app's only source of names that nobody can guess, and of digests.
import { createHash, randomUUID } from 'node:crypto'

/** A new UUID. */
export const newId = (): string => randomUUID()

/** What is kept of a name that is not ours to keep. */
export const digest = (name: string): string => createHash('sha256').update(name).digest('base64url')
