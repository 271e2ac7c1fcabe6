// The seconds that are left until a time, counted down while somebody looks.
import { useEffect, useState } from 'react'
import { nowMs } from '../clock.ts'

const left = (at: string): number => Math.max(0, Math.ceil((Date.parse(at) - nowMs()) / 1000))

export const useSecondsLeft = (at: string): number => {
  const [seconds, setSeconds] = useState(() => left(at))
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left(at)), 1000)
    return () => clearInterval(timer)
  }, [at])
  return seconds
}
