// The hour of the day where a person is.

/** Whether this is the name of a time zone (IANA), such as Europe/Lisbon. An offset such as +01:00 is not: it knows no summer. */
export const isTimeZone = (name: string): boolean => {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** 0 to 23. timeZone: a name for which isTimeZone holds; UTC without one. */
export const localHour = (at: Date, timeZone = 'UTC'): number => {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' })
  formats.set(timeZone, format)
  return Number(format.format(at))
}
