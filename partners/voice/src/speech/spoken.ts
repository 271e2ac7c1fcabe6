// What Voice said last, kept in memory for a few minutes so that the person's browser can fetch it as sound.
import { nowMs } from '../clock.ts'
import type { State } from '../talk/state.ts'

export type Spoken = { heard: string; say: string[]; asks?: State['asks']; lacks?: string | undefined }

const keepMs = 5 * 60 * 1000
const keptMax = 500

export type SpokenStore = ReturnType<typeof spokenStore>

/** By person and id; nobody else's id opens it, and nothing of it is written to disk. A newer one replaces the person's last. */
export const spokenStore = () => {
  const kept = new Map<string, Spoken & { id: string; until: number }>()
  const sweep = (): void => {
    for (const [person, { until }] of kept) if (until < nowMs() || kept.size > keptMax) kept.delete(person)
  }
  const timer = setInterval(sweep, keepMs / 5)
  timer.unref()
  return {
    keep: (person: string, id: string, spoken: Spoken): void => {
      kept.delete(person)
      sweep()
      kept.set(person, { ...spoken, id, until: nowMs() + keepMs })
    },
    find: (person: string, id: string): Spoken | undefined => {
      const found = kept.get(person)
      return found && found.id === id && found.until > nowMs() ? found : undefined
    },
    forget: (person: string): boolean => kept.delete(person),
    close: (): void => clearInterval(timer)
  }
}
