// Says a time so that it can be read without thinking.
import { nowMs } from './clock.ts'
import { type Html, html } from './html.ts'

const steps: [number, string][] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute']
]
const date = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** "5 minutes ago", the date after a week; the exact time stands in the element. */
export const when = (ms: number): Html => {
  const seconds = Math.max(0, Math.round((nowMs() - ms) / 1000))
  const [size, unit] = steps.find(([size]) => seconds >= size) ?? [0, '']
  const n = size ? Math.floor(seconds / size) : 0
  const text = seconds >= 7 * 86_400 ? date.format(ms) : size ? `${n} ${unit}${n === 1 ? '' : 's'} ago` : 'just now'
  return html`<time datetime="${new Date(ms).toISOString()}">${text}</time>`
}
