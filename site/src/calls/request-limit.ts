// How often one caller may call, in short windows.
import { nowMs } from '../clock.ts'

/** Room for a household's players that report progress every few seconds, and for a backlog that arrives at once. */
export const requestsMax = 300
const windowMs = 10_000
const callersMax = 10_000

/** What is left of the window for one caller, and the seconds until the next one begins. */
export type Left = { remaining: number; resetSeconds: number; exceeded: boolean }

/** Counts requests per caller in memory; a restart begins anew. */
export const requestLimit = (): ((caller: string) => Left) => {
  const windows = new Map<string, { endsAt: number; count: number }>()
  return (caller) => {
    const now = nowMs()
    let window = windows.get(caller)
    if (!window || window.endsAt <= now) {
      if (windows.size >= callersMax) windows.clear()
      window = { endsAt: now + windowMs, count: 0 }
      windows.set(caller, window)
    }
    window.count++
    return {
      remaining: Math.max(0, requestsMax - window.count),
      resetSeconds: Math.ceil((window.endsAt - now) / 1000),
      exceeded: window.count > requestsMax
    }
  }
}
