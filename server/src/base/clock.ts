// The one door to the time of day.

export const now = (): Date => new Date()

/** Milliseconds since the epoch. */
export const nowMs = (): number => Date.now()
