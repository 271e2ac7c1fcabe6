// Where a log contradicted itself: one file for each time, and no more signatures for that log while the file is there.
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { nowMs } from './clock.ts'
import { writeSynced } from './sync-file.ts'
import type { WatchedLog } from './watched-log.ts'

export type Contradiction = {
  /** One sentence. */
  what: string
  /** Signed notes of the log that cannot both be true; the later one last. */
  checkpoints: string[]
  /** What else proves it. */
  details?: Record<string, unknown>
}

export type Contradictions = {
  /** Keeps the proof and says so. One for each log is enough. */
  report: (log: WatchedLog, contradiction: Contradiction) => void
  /** The file with the proof, when this log has contradicted itself. */
  fileOf: (log: WatchedLog) => string | undefined
}

export const openContradictions = (data: string, say: (line: string) => void): Contradictions => {
  const folder = join(data, 'contradictions')
  mkdirSync(folder, { recursive: true })
  const known = new Map<string, string>()
  for (const name of readdirSync(folder).toSorted()) {
    const [, hash] = /^([0-9a-f]{64})\.json$/.exec(name) ?? []
    if (hash !== undefined) known.set(hash, join(folder, name))
  }
  return {
    fileOf: ({ hash }) => known.get(hash),
    report: ({ hash, origin, url }, { what, checkpoints, details }) => {
      if (known.has(hash)) return
      const path = join(folder, `${hash}.json`)
      const at = new Date(nowMs()).toISOString()
      const proof = { format: 'parley-contradiction/1', origin, url, at, what, checkpoints, ...details }
      writeSynced(path, `${JSON.stringify(proof, null, 2)}\n`)
      known.set(hash, path)
      say(`CONTRADICTION in ${origin}: ${what} This witness signs no more for it. The proof is ${path}`)
    }
  }
}
