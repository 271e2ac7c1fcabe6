// One conversation's timeline and outgoing messages as a view reads them; the first look loads it.
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { useLive } from '../live/live-context.tsx'

export const useTimeline = (id: string) => {
  const { timelines, outbox } = useLive()
  const view = useSyncExternalStore(timelines.subscribe, () => timelines.get(id))
  const all = useSyncExternalStore(outbox.subscribe, outbox.get)
  const outgoing = useMemo(() => all.filter((one) => one.conversation === id), [all, id])
  useEffect(() => void timelines.load(id), [timelines, id])
  return { view, outgoing }
}
