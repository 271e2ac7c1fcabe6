// The SDK's only source of chance.

/** A name that nobody can guess: 122 random bits as a UUID. */
export const randomName = (): string => crypto.randomUUID()

/** A number from 0 to 1 that spreads retries; no secret is made of it. */
export const jitter = (): number => Math.random()
