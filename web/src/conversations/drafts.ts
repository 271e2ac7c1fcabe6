// What somebody began to write, per conversation, kept on this device.
import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
const keyOf = (me: string, conversation: string) => `parley.draft.${me}.${conversation}`

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const readDraft = (me: string, conversation: string): string =>
  localStorage.getItem(keyOf(me, conversation)) ?? ''

export const keepDraft = (me: string, conversation: string, text: string): void => {
  if (text.trim() === '') localStorage.removeItem(keyOf(me, conversation))
  else localStorage.setItem(keyOf(me, conversation), text)
  for (const listener of listeners) listener()
}

export const useDraft = (me: string, conversation: string): string =>
  useSyncExternalStore(subscribe, () => readDraft(me, conversation))
