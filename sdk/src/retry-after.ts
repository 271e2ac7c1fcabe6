// How long to wait before a request is sent again.
import { nowMs } from './clock.ts'
import { jitter } from './random.ts'

/** The seconds that a Retry-After header asks for (RFC 9110 §10.2.3: seconds or a date); undefined without a usable one. */
export const retryAfterSeconds = (value: string | null): number | undefined => {
  if (value === null || value.trim() === '') return undefined
  if (/^\d+$/.test(value.trim())) return Number(value)
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - nowMs()) / 1000))
}

/** Milliseconds before try `attempt` (from 0) is repeated: what the server asked for, else 250 ms doubling, and a random quarter more. */
export const backoffMs = (attempt: number, askedSeconds: number | undefined, random = jitter()): number => {
  const base = askedSeconds === undefined ? Math.min(250 * 2 ** attempt, 8000) : askedSeconds * 1000
  return Math.round(base + (base / 4) * random)
}
