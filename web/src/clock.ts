// The one door to time: now, and every way a time is written on screen.
import { locale } from './numbers.ts'

/** Where the day has 24 hours, every time has four digits, so that times stand under each other: 09:05 and 22:10, but 9:05 PM. */
export const hourMinuteIn = (locale: string): Intl.DateTimeFormat => {
  const { hourCycle } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions()
  const hour = hourCycle === 'h23' || hourCycle === 'h24' ? '2-digit' : 'numeric'
  return new Intl.DateTimeFormat(locale, { hour, minute: '2-digit' })
}

const hourMinute = hourMinuteIn(locale)
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' })
const shortWeekday = new Intl.DateTimeFormat(locale, { weekday: 'short' })
const dayMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const longDay = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })
const fullDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' })
const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' })
const utcDayMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

const dayMs = 86_400_000

/** The IANA name of this device's time zone. */
export const deviceTimeZone = (): string => exact.resolvedOptions().timeZone

export const nowMs = (): number => Date.now()

export const nowIso = (): string => new Date().toISOString()

/** Whole calendar days from the day of `at` to today; 0 is today, 1 yesterday. */
export const daysAgo = (at: string, now = nowMs()): number => {
  const midnight = (ms: number) => new Date(ms).setHours(0, 0, 0, 0)
  return Math.round((midnight(now) - midnight(Date.parse(at))) / dayMs)
}

export const sameDay = (a: string, b: string): boolean => new Date(a).toDateString() === new Date(b).toDateString()

export const msBetween = (a: string, b: string): number => Date.parse(b) - Date.parse(a)

/** 14:05 */
export const timeOfDay = (at: string): string => hourMinute.format(new Date(at))

/** Everything, for a title: Tuesday, 24 November 2026 at 14:05:09 */
export const exactTime = (at: string): string => exact.format(new Date(at))

/** For a list: 14:05, Yesterday, Mon, 3 May, 3 May 2025. */
export const shortTime = (at: string): string => {
  const date = new Date(at)
  const days = daysAgo(at)
  if (days <= 0) return hourMinute.format(date)
  if (days === 1) return capital(relative.format(-1, 'day'))
  if (days < 7) return shortWeekday.format(date)
  return date.getFullYear() === new Date().getFullYear() ? dayMonth.format(date) : fullDay.format(date)
}

/** For a separator: Today, Yesterday, Monday, Monday 3 May, 3 May 2025. */
export const dayName = (at: string): string => {
  const date = new Date(at)
  const days = daysAgo(at)
  if (days <= 1) return capital(relative.format(-days, 'day'))
  if (days < 7) return weekday.format(date)
  return date.getFullYear() === new Date().getFullYear() ? longDay.format(date) : fullDay.format(date)
}

/** 3 May 2026 */
export const dateOnly = (at: string): string => fullDay.format(new Date(at))

/** 5 minutes ago, in 3 months. */
export const ago = (at: string, now = nowMs()): string => {
  const seconds = Math.round((Date.parse(at) - now) / 1000)
  const size = Math.abs(seconds)
  if (size < 45) return seconds > 0 ? 'in a moment' : 'just now'
  if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute')
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), 'hour')
  if (size < 45 * 86_400) return relative.format(Math.round(seconds / 86_400), 'day')
  if (size < 540 * 86_400) return relative.format(Math.round(seconds / (30.4 * 86_400)), 'month')
  return relative.format(Math.round(seconds / (365.25 * 86_400)), 'year')
}

/** To the second while that says something: 4 seconds ago, 5 minutes ago. */
export const agoExactly = (thenMs: number, now = nowMs()): string => {
  const seconds = Math.min(0, Math.round((thenMs - now) / 1000))
  return seconds > -90 ? relative.format(seconds, 'second') : ago(new Date(thenMs).toISOString(), now)
}

/** "2 November", for a day that is written 2026-11-02 and means that day in UTC. */
export const utcDay = (day: string): string => utcDayMonth.format(new Date(`${day}T12:00:00Z`))

/** In words, for a span of time: 20 seconds, 3 minutes, 2 hours. */
export const spanOf = (ms: number): string => {
  const write = (value: number, unit: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.round(value))
  const seconds = ms / 1000
  if (seconds < 90) return write(seconds, 'second')
  return seconds < 5400 ? write(seconds / 60, 'minute') : write(seconds / 3600, 'hour')
}

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const capital = (words: string): string => words.charAt(0).toLocaleUpperCase(locale) + words.slice(1)
