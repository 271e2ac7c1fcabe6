// The kit's only look at the time.

/** Now, in milliseconds since 1970. */
export const nowMs = (): number => Date.now()
