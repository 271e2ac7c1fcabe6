// The one door to randomness: keys, and which part of a log is looked at again.
import { randomBytes, randomInt } from 'node:crypto'

/** The seed of an Ed25519 key. */
export const newSeed = (): Uint8Array => new Uint8Array(randomBytes(32))

/** A whole number from 0 up to and without end. */
export const numberBelow = (end: number): number => randomInt(end)
