// Writing into a conversation: which message is being answered, and sending.
import { useState } from 'react'
import type { MessageEvent } from '../api/shapes.ts'
import { nowIso } from '../clock.ts'
import { useLive } from '../live/live-context.tsx'
import { newClientId } from '../random.ts'
import { findMessage, type Timeline } from './timeline.ts'

/** replyTo is read from the timeline, so that no words of a message that is deleted meanwhile stay in the compose box. */
export const useWriting = (conversation: string, timeline: Timeline) => {
  const { outbox } = useLive()
  const [replyId, setReplyId] = useState<string>()
  const target = replyId === undefined ? undefined : findMessage(timeline, replyId)
  const replyTo = target?.deleted ? undefined : target
  const send = (text: string) => {
    const answer = replyTo && { replyTo: replyTo.id }
    outbox.send({ clientId: newClientId(), conversation, at: nowIso(), text, ...answer })
    setReplyId(undefined)
  }
  return {
    replyTo,
    send,
    reply: (message: MessageEvent) => setReplyId(message.id),
    cancelReply: () => setReplyId(undefined)
  }
}
