// What this browser remembers of the log: whom it trusted at its first look, and the largest checkpoint it has seen.

/** A checkpoint whose signature was good. root: base64. */
export type Seen = { size: number; root: string; note: string }

/** Something that cannot happen to an honest log. said: the two things that do not go together, as they were given. */
export type Alarm = {
  kind: 'key' | 'witnesses' | 'smaller' | 'forked'
  at: string
  said: [earlier: string, now: string]
}

export type KnownLog = {
  /** When this browser looked for the first time. */
  since: string
  /** Log key, witnesses and quorum as they were then (C2SP tlog-policy); never replaced without the person. */
  policy: string
  seen?: Seen
  alarm?: Alarm
  /** The name in the log of each person who checked here, by account. */
  lids: Record<string, string>
}

const place = 'parley-log'

/** Undefined before the first look, and where the browser keeps nothing. */
export const readKnownLog = (storage: Storage = localStorage): KnownLog | undefined => {
  try {
    const known = JSON.parse(storage.getItem(place) ?? 'null') as KnownLog | null
    return typeof known?.policy === 'string' ? known : undefined
  } catch {
    return undefined
  }
}

const listeners = new Set<() => void>()

export const keepKnownLog = (known: KnownLog, storage: Storage = localStorage): void => {
  try {
    // Two tabs may check at once: what one has seen is not forgotten by the other.
    const seen = readKnownLog(storage)?.seen
    const isBehind = seen && known.seen && seen.size > known.seen.size && !known.alarm
    storage.setItem(place, JSON.stringify(isBehind ? { ...known, seen } : known))
  } catch {
    // A browser that keeps nothing checks everything but growth.
  }
  for (const listener of listeners) listener()
}

/** Starts again: the next look is the first one. */
export const forgetKnownLog = (storage: Storage = localStorage): void => {
  storage.removeItem(place)
  for (const listener of listeners) listener()
}

/** Hears of changes in this tab and in others. */
export const onKnownLog = (listener: () => void): (() => void) => {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}
