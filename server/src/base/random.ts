// The one door to randomness.
import { randomBytes, randomUUID } from 'node:crypto'

/** A version-4 UUID in lower case. */
export const newId = (): string => randomUUID()

/** Random bytes as base64url text, for tokens and invite codes. 32 bytes cannot be guessed. */
export const newSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url')

/** Random bytes. */
export const newBytes = (bytes: number): Buffer => randomBytes(bytes)
