// The building's only source of names that nobody can guess.
import { randomUUID } from 'node:crypto'

/** A new UUID. */
export const newId = (): string => randomUUID()
