// The small values in the texts of the log: ids and times.

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const time = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})$/

/** A UUID in lower case. */
export const isId = (text: string): boolean => id.test(text)

/** A time of RFC 3339 with up to microseconds, as milliseconds since 1970; undefined when it is none. */
export const timeMs = (text: string): number | undefined => {
  const value = time.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(value) ? undefined : value
}
