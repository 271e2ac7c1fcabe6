// Reads new messages of the open conversation out to screen readers.
import { useEffect, useState } from 'react'
import { useMe } from '../account/use-me.ts'
import type { Conversation } from '../api/shapes.ts'
import { useLive } from '../live/live-context.tsx'
import { lineOf, personName } from './naming.ts'
import { findMessage, type Timeline } from './timeline.ts'

// Long enough to be taken up by a screen reader; then the words are gone from here too.
const keptMs = 5000

export const Announcer = ({ conversation, timeline }: { conversation: Conversation; timeline: Timeline }) => {
  const me = useMe()
  const { onArrival } = useLive()
  const [arrived, setArrived] = useState<string[]>([])
  const { id } = conversation
  useEffect(
    () =>
      onArrival((where, messages) => {
        const theirs = messages.filter((message) => message.person !== me.id)
        if (where === id && theirs.length > 0) setArrived(theirs.map((message) => message.id))
      }),
    [onArrival, id, me.id]
  )
  useEffect(() => {
    if (arrived.length === 0) return
    const timer = setTimeout(() => setArrived([]), keptMs)
    return () => clearTimeout(timer)
  }, [arrived])
  // Read from the timeline, so that a message that is deleted meanwhile is not kept here.
  const lines = arrived.flatMap((one) => {
    const message = findMessage(timeline, one)
    return message ? [`${personName(conversation, message.person, me.id)}: ${lineOf(message)}`] : []
  })
  return (
    <div className="only-heard" aria-live="polite">
      {lines.join('. ')}
    </div>
  )
}
