// Reads new messages of the open conversation out to screen readers.
import { useEffect, useState } from 'react'
import { useMe } from '../account/use-me.ts'
import type { Conversation } from '../api/shapes.ts'
import { useLive } from '../live/live-context.tsx'
import { lineOf, personName } from './naming.ts'

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
  return (
    <div className="only-heard" aria-live="polite">
      {line}
    </div>
  )
}
