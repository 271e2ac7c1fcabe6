// How often one scrobbler may call, in windows like ListenBrainz's own.
import { nowMs } from '../clock.ts'

export const requestsMax = 60
const windowMs = 10_000
const namesMax = 10_000

/** What is left of the window for one name, and the seconds until the next one begins. */
export type Left = { remaining: number; resetSeconds: number; exceeded: boolean }

/** Counts requests per name in memory; a restart begins anew. */
export const requestLimit = (): ((name: string) => Left) => {
  const windows = new Map<string, { endsAt: number; count: number }>()
  return (name) => {
    const now = nowMs()
    let window = windows.get(name)
    if (!window || window.endsAt <= now) {
      if (windows.size >= namesMax) windows.clear()
      window = { endsAt: now + windowMs, count: 0 }
      windows.set(name, window)
    }
    window.count++
    return {
      remaining: Math.max(0, requestsMax - window.count),
      resetSeconds: Math.ceil((window.endsAt - now) / 1000),
      exceeded: window.count > requestsMax
    }
  }
}
