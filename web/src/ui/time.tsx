// A point in time on screen: short or relative, with the exact time on hover; relative ones keep up with the clock.
import { useSyncExternalStore } from 'react'
import { ago, dateOnly, exactTime, nowMs, shortTime, timeOfDay } from '../clock.ts'

const minuteMs = 60_000
const listeners = new Set<() => void>()
let minute = Math.floor(nowMs() / minuteMs)
let timer: ReturnType<typeof setInterval> | undefined

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  timer ??= setInterval(() => {
    minute = Math.floor(nowMs() / minuteMs)
    for (const one of listeners) one()
  }, minuteMs / 2)
  return () => void listeners.delete(listener)
}

const write = { short: shortTime, ago, clock: timeOfDay, date: dateOnly }

export const Time = ({ at, as = 'short' }: { at: string; as?: keyof typeof write }) => {
  useSyncExternalStore(subscribe, () => minute)
  return (
    <time dateTime={at} title={exactTime(at)}>
      {write[as](at)}
    </time>
  )
}
