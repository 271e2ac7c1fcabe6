// A message or outgoing message as a row of the list, with the actions that fit it.
import { Copy, Reply, RotateCcw, Trash2 } from 'lucide-react'
import type { MessageEvent } from '../api/shapes.ts'
import type { MenuAction } from '../ui/action-menu.tsx'
import { MessageItem } from './message-item.tsx'
import { mayRestore } from './may-restore.ts'
import { MessageQuote } from './message-quote.tsx'
import { OutgoingItem } from './outgoing-item.tsx'
import type { Row } from './rows.ts'
import { findMessage, type Timeline } from './timeline.ts'

export type MessageDoings = {
  reply: (message: MessageEvent) => void
  remove: (message: MessageEvent) => void
  restore: (message: MessageEvent) => void
  copy: (text: string) => void
  jump: (id: string) => void
  again: (clientId: string) => void
  drop: (clientId: string) => void
}

type Props = {
  row: Extract<Row, { kind: 'message' | 'outgoing' }>
  group: boolean
  timeline: Timeline
  me: string
  name: (person: string) => string
  doings: MessageDoings
  current: boolean
  flash: boolean
  maySend: boolean
}

export const MessageRow = ({ row, group, timeline, me, name, doings, current, flash, maySend }: Props) => {
  const { replyTo } = row.message
  const quote = replyTo ? (
    <MessageQuote
      target={findMessage(timeline, replyTo)}
      name={name}
      jump={() => doings.jump(replyTo)}
      focusable={current}
    />
  ) : undefined
  if (row.kind === 'outgoing') {
    const { clientId } = row.message
    return (
      <OutgoingItem
        message={row.message}
        held={row.held}
        first={row.first}
        last={row.last}
        quote={quote}
        again={() => doings.again(clientId)}
        drop={() => doings.drop(clientId)}
      />
    )
  }
  const mine = row.message.person === me
  return (
    <MessageItem
      message={row.message}
      mine={mine}
      first={row.first}
      last={row.last}
      group={group}
      name={name}
      quote={quote}
      actions={actionsFor(row.message, mine, maySend, doings)}
      current={current}
      flash={flash}
      newest={row.message.seq === timeline.lastSeq}
    />
  )
}

const actionsFor = (message: MessageEvent, mine: boolean, maySend: boolean, doings: MessageDoings): MenuAction[] => {
  if (message.deleted)
    return mine && mayRestore(message)
      ? [{ label: 'Restore', icon: RotateCcw, run: () => doings.restore(message) }]
      : []
  const { text } = message
  return [
    ...(maySend ? [{ label: 'Reply', icon: Reply, run: () => doings.reply(message) }] : []),
    ...(text ? [{ label: 'Copy text', icon: Copy, run: () => doings.copy(text) }] : []),
    ...(mine ? [{ label: 'Delete for everyone', icon: Trash2, danger: true, run: () => doings.remove(message) }] : [])
  ]
}
