// The newest words of a conversation as this window knows them: what one has just written, then what the timeline has, then the list.
import { useSyncExternalStore } from 'react'
import type { Conversation, MessageEvent } from '../api/shapes.ts'
import { useLive } from '../live/live-context.tsx'
import type { Outgoing } from './outbox.ts'

/** The list hears of a sent message only when it comes live; until then the timeline has it. */
export const useLastLine = ({ id, last }: Conversation): { last?: MessageEvent; outgoing?: Outgoing } => {
  const { outbox, timelines } = useLive()
  const outgoing = useSyncExternalStore(outbox.subscribe, () => outbox.get().findLast((one) => one.conversation === id))
  const shown = useSyncExternalStore(timelines.subscribe, () =>
    timelines.get(id).timeline?.shown.findLast((one) => one.kind === 'message')
  )
  if (outgoing) return { outgoing }
  const newest = shown && shown.seq > (last?.seq ?? 0) ? shown : last
  return newest ? { last: newest } : {}
}
