// A store that lives as long as the process: for tests, scripts and a first try.
import { nowMs } from './clock.ts'
import type { Kept, Store } from './store.ts'

/** Keeps everything in memory, with keys that cannot be exported. A restart logs everybody out. */
export const memoryStore = (): Store => {
  const values = new Map<string, Kept>()
  return {
    holdsKeys: true,
    get: async (name) => values.get(name),
    set: async (name, value) => {
      for (const [other, kept] of values) if ('expiresAt' in kept && kept.expiresAt < nowMs()) values.delete(other)
      values.set(name, value)
    },
    delete: async (name) => {
      values.delete(name)
    }
  }
}
