// Marks a conversation read while somebody looks at its end, and says where the unread line goes.
import { useEffect, useState } from 'react'
import type { Conversation } from '../api/shapes.ts'
import { useLive } from '../live/live-context.tsx'
import type { Timeline } from './timeline.ts'

const useLooking = (): boolean => {
  const now = () => document.visibilityState === 'visible' && document.hasFocus()
  const [looking, setLooking] = useState(now)
  useEffect(() => {
    const look = () => setLooking(now())
    window.addEventListener('focus', look)
    window.addEventListener('blur', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.removeEventListener('focus', look)
      window.removeEventListener('blur', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
  return looking
}

/** The line stays where it was when the conversation was opened, until one writes oneself. */
export const useReading = (conversation: Conversation, timeline: Timeline | undefined, atEnd: boolean) => {
  const { markRead, reading } = useLive()
  const looking = useLooking()
  const [line, setLine] = useState(conversation.unread > 0 ? conversation.readSeq : undefined)
  const { id, readSeq, unread } = conversation
  const lastSeq = timeline?.lastSeq ?? 0
  const seen = looking && atEnd
  // Messages that come while nobody looks get a line of their own.
  if (line === undefined && unread > 0 && !seen) setLine(readSeq)
  useEffect(() => {
    if (!seen) return
    reading.set(id)
    return () => reading.set(undefined)
  }, [seen, id, reading])
  useEffect(() => {
    if (!seen || lastSeq <= readSeq) return
    const timer = setTimeout(() => void markRead(id, lastSeq).catch(() => undefined), 300)
    return () => clearTimeout(timer)
  }, [seen, lastSeq, readSeq, id, markRead])
  return { unreadAfter: line, clearLine: () => setLine(undefined) }
}
