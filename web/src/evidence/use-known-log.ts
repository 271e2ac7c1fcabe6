// What this browser remembers of the log, for views.
import { useSyncExternalStore } from 'react'
import { type KnownLog, onKnownLog, readKnownLog } from './known-log.ts'

let last: { text: string; known: KnownLog | undefined } = { text: 'null', known: undefined }

// A view needs the same object while nothing has changed.
const current = (): KnownLog | undefined => {
  const known = readKnownLog()
  const text = JSON.stringify(known ?? null)
  if (text !== last.text) last = { text, known }
  return last.known
}

export const useKnownLog = (): KnownLog | undefined => useSyncExternalStore(onKnownLog, current)
