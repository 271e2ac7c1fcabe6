// What Voice said last, kept in memory for a few minutes so that the person's browser can fetch it as sound.
import type { Said } from '../talk/turn.ts'

/** id: of the form that was answered. heard: what the person said. */
export type Spoken = Said & { id: string; heard: string }

const keepMs = 5 * 60 * 1000

export type SpokenStore = ReturnType<typeof spokenStore>

/** By person and id; nobody else's id opens it, and nothing of it is written to disk. A newer one replaces the person's last. */
export const spokenStore = () => {
  const kept = new Map<string, Spoken>()
  return {
    keep: (person: string, spoken: Spoken): void => {
      kept.set(person, spoken)
      setTimeout(() => kept.get(person) === spoken && kept.delete(person), keepMs).unref()
    },
    find: (person: string, id: string): Spoken | undefined => {
      const found = kept.get(person)
      return found?.id === id ? found : undefined
    },
    forget: (person: string): boolean => kept.delete(person)
  }
}
