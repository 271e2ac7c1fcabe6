// How often one caller may call, in short windows, and who one caller is.
import { nowMs } from './clock.ts'

/** max: in windowMs milliseconds. callersMax: of whom it knows at a time. */
export type RequestLimit = { max: number; windowMs: number; callersMax?: number }

/** What is left of the window for one caller, and the seconds until the next one begins. */
export type Left = { remaining: number; resetSeconds: number; exceeded: boolean }

/** Counts requests per caller in memory; a restart begins anew. Of too many callers, whoever has not called for longest is forgotten. */
export const requestLimit = ({ max, windowMs, callersMax = 10_000 }: RequestLimit): ((caller: string) => Left) => {
  // In the order in which they called last.
  const windows = new Map<string, { endsAt: number; count: number }>()
  return (caller) => {
    const now = nowMs()
    const known = windows.get(caller)
    const window = known && known.endsAt > now ? known : { endsAt: now + windowMs, count: 0 }
    window.count++
    windows.delete(caller)
    windows.set(caller, window)
    if (windows.size > callersMax) windows.delete(windows.keys().next().value!)
    return {
      remaining: Math.max(0, max - window.count),
      resetSeconds: Math.ceil((window.endsAt - now) / 1000),
      exceeded: window.count > max
    }
  }
}

/** Whom an address stands for: an IPv4 address itself, an IPv6 address its /64, of which whoever has one address has all. */
export const callerBlock = (address: string): string => {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1]
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address
  const [head = '', tail = ''] = address.split('::')
  const [before, after] = [head, tail].map((part) => part.split(':').filter(Boolean))
  const zeros = Array<string>(Math.max(0, 8 - before!.length - after!.length)).fill('0')
  return [...before!, ...zeros, ...after!].slice(0, 4).join(':')
}
