// Reads new messages of the open conversation out to screen readers.
import { useEffect, useState } from 'react'
import { useMe } from '../account/use-me.ts'
import type { Conversation } from '../api/shapes.ts'
import { useLive } from '../live/live-context.tsx'
import { lineOf, personName } from './naming.ts'

const keptMs = 2000

export const Announcer = ({ conversation }: { conversation: Conversation }) => {
  const me = useMe()
  const { onArrival } = useLive()
  const [line, setLine] = useState('')
  useEffect(
    () =>
      onArrival((id, messages) => {
        const theirs = messages.filter((message) => message.person !== me.id)
        if (id !== conversation.id || theirs.length === 0) return
        setLine(
          theirs.map((message) => `${personName(conversation, message.person, me.id)}: ${lineOf(message)}`).join('. ')
        )
      }),
    [onArrival, conversation, me.id]
  )
  // It is said once and does not stay in the page, where it would outlive the message when that is deleted.
  useEffect(() => {
    if (line === '') return
    const timer = setTimeout(() => setLine(''), keptMs)
    return () => clearTimeout(timer)
  }, [line])
  return (
    <div className="only-heard" aria-live="polite">
      {line}
    </div>
  )
}
