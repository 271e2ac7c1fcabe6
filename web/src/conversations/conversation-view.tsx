// The messages of an open conversation and everything one does there: write, reply, delete, jump to a quoted message.
import { useCallback, useRef, useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import type { Conversation, MessageEvent } from '../api/shapes.ts'
import { useLive } from '../live/live-context.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { copyText } from '../ui/copy-text.ts'
import { say } from '../ui/toasts.tsx'
import { Announcer } from './announcer.tsx'
import { ClosedComposer } from './closed-composer.tsx'
import { Composer } from './composer.tsx'
import { MessageList } from './message-list.tsx'
import type { MessageDoings } from './message-row.tsx'
import { RestoreDialog } from './restore-dialog.tsx'
import { lineOf, personName } from './naming.ts'
import type { Outgoing } from './outbox.ts'
import type { Timeline } from './timeline.ts'
import type { TimelineView } from './timelines.ts'
import { useJump } from './use-jump.ts'
import { useReading } from './use-reading.ts'
import { useWriting } from './use-writing.ts'

type Props = {
  conversation: Conversation
  timeline: Timeline
  view: TimelineView
  outgoing: readonly Outgoing[]
  name: string
}

export const ConversationView = ({ conversation, timeline, view, outgoing, name }: Props) => {
  const me = useMe()
  const { timelines, outbox } = useLive()
  const { id } = conversation
  const [atEnd, setAtEnd] = useState(true)
  const { replyTo, send, reply, cancelReply } = useWriting(id, timeline)
  const [removing, setRemoving] = useState<MessageEvent>()
  const [restoring, setRestoring] = useState<MessageEvent>()
  const input = useRef<HTMLTextAreaElement>(null)
  const { unreadAfter, clearLine } = useReading(conversation, timeline, atEnd)
  const { flash, jump } = useJump(id)
  const older = useCallback(() => void timelines.older(id), [timelines, id])

  const doings: MessageDoings = {
    reply: (message) => {
      reply(message)
      // The menu gives focus back to its button when it closes; the compose box takes it after that.
      setTimeout(() => input.current?.focus(), 50)
    },
    remove: setRemoving,
    restore: setRestoring,
    copy: (text) => void copyText(text).then((copied) => say(copied ? 'Copied' : 'The text could not be copied')),
    jump: (target) => void jump(target),
    again: outbox.again,
    drop: outbox.drop
  }
  return (
    <>
      <MessageList
        conversation={conversation}
        timeline={timeline}
        view={view}
        outgoing={outgoing}
        me={me.id}
        unreadAfter={unreadAfter}
        flash={flash}
        doings={doings}
        older={older}
        onAtEnd={setAtEnd}
      />
      {conversation.maySend ? (
        <Composer
          conversation={id}
          label={`Message ${name}`}
          replyTo={replyTo}
          replyName={
            replyTo ? (replyTo.person === me.id ? 'yourself' : personName(conversation, replyTo.person, me.id)) : ''
          }
          cancelReply={cancelReply}
          send={(text) => {
            send(text)
            clearLine()
          }}
          toMessages={() => document.querySelector<HTMLElement>('[data-message][tabindex="0"]')?.focus()}
          input={input}
        />
      ) : (
        <ClosedComposer conversation={conversation} />
      )}
      <Announcer conversation={conversation} timeline={timeline} />
      <RestoreDialog message={restoring} conversation={id} close={() => setRestoring(undefined)} />
      <RemoveDialog message={removing} conversation={id} close={() => setRemoving(undefined)} />
    </>
  )
}

const RemoveDialog = ({
  message,
  conversation,
  close
}: {
  message: MessageEvent | undefined
  conversation: string
  close: () => void
}) => (
  <ConfirmDialog
    open={message !== undefined}
    onClose={close}
    title="Delete this message for everyone?"
    action="Delete for everyone"
    onConfirm={async () => message && call('DELETE', api.message(conversation, message.id))}
  >
    <p>Nobody in this conversation can read it any more. They see that you deleted a message.</p>
    {message && <p className="dialog-quote">{lineOf(message)}</p>}
  </ConfirmDialog>
)
