// Says a date without a time.

const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** "2026-03-04" is "4 Mar 2026" in nobody's time zone; '' for none. */
export const day = (date: string | undefined): string => (date ? format.format(new Date(`${date}T00:00:00Z`)) : '')
