// The app's only look at the time.

/** Now, in milliseconds since 1970. */
export const nowMs = (): number => Date.now()

/** Now, as ISO 8601 in UTC: 2026-11-25T08:00:00.000Z. */
export const nowText = (): string => new Date().toISOString()
