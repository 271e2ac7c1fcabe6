// The scrolling part of a conversation: rows, older pages on the way up, the way back down, and moving by keys.
import { ArrowDown } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { reason } from '../api/api-error.ts'
import type { Conversation } from '../api/shapes.ts'
import { dayName } from '../clock.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import './message-list.css'
import { MessageRow, type MessageDoings } from './message-row.tsx'
import { noticeLine, personName } from './naming.ts'
import type { Outgoing } from './outbox.ts'
import { type Row, rowsOf } from './rows.ts'
import type { Timeline } from './timeline.ts'
import type { TimelineView } from './timelines.ts'
import { useScrollKeeper } from './use-scroll-keeper.ts'

type Props = {
  conversation: Conversation
  timeline: Timeline
  view: TimelineView
  outgoing: readonly Outgoing[]
  me: string
  unreadAfter: number | undefined
  flash: string | undefined
  doings: MessageDoings
  older: () => void
  onAtEnd: (atEnd: boolean) => void
}

export const MessageList = (props: Props) => {
  const { conversation, timeline, view, outgoing, me, unreadAfter, older, onAtEnd } = props
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLOListElement>(null)
  const rows = useMemo(() => rowsOf(timeline.shown, outgoing, me, unreadAfter), [timeline, outgoing, me, unreadAfter])
  const { atEnd, onScroll, toEnd } = useScrollKeeper(box, content, {
    firstKey: rows[0]?.key ?? 'none',
    start: () => content.current?.querySelector('.unread-line') ?? null
  })
  useEffect(() => onAtEnd(atEnd), [atEnd, onAtEnd])
  // One's own message is always followed to the end.
  const sent = outgoing.length
  const sentBefore = useRef(sent)
  useEffect(() => {
    if (sent > sentBefore.current) toEnd()
    sentBefore.current = sent
  }, [sent, toEnd])
  const { current, onKeyDown, onFocus } = useMessageKeys(content, rows)
  const loaded = timeline.shown.filter(
    (one) => one.kind === 'message' && one.person !== me && one.seq > conversation.readSeq
  ).length
  // Some of them are on pages that are not here yet.
  const waiting = timeline.firstSeq > conversation.readSeq + 1 ? Math.max(loaded, conversation.unread) : loaded

  return (
    <div className="messages">
      {/* Where no message takes the focus, the box does, so that keys can scroll it. */}
      <div className="messages-box" ref={box} onScroll={onScroll} tabIndex={current === undefined ? 0 : undefined}>
        {/* A short conversation stands at the lower edge, beside the compose box. */}
        <div className="messages-fill">
          <Beginning timeline={timeline} view={view} older={older} box={box} />
          <ol ref={content} className="messages-list" aria-label="Messages" onKeyDown={onKeyDown} onFocus={onFocus}>
            {rows.map((row) => (
              <AnyRow key={row.key} row={row} {...props} current={row.key === current} />
            ))}
          </ol>
        </div>
      </div>
      {!atEnd && (
        <button type="button" className="messages-end" onClick={() => toEnd(true)}>
          <ArrowDown size={18} aria-hidden />
          {waiting > 0 ? (
            `${waiting > 99 ? 'Over 99' : waiting} new`
          ) : (
            <span className="only-heard">To the newest message</span>
          )}
        </button>
      )}
    </div>
  )
}

const AnyRow = ({
  row,
  conversation,
  timeline,
  me,
  doings,
  flash,
  current
}: Props & { row: Row; current: boolean }) => {
  const name = (id: string) => personName(conversation, id, me)
  switch (row.kind) {
    case 'day':
      return <li className="day">{dayName(row.at)}</li>
    case 'unread':
      return <li className="unread-line">New messages</li>
    case 'notice':
      return <li className="notice-line">{noticeLine(row.event, name, me, row.count)}</li>
    default:
      return (
        <MessageRow
          row={row}
          group={conversation.kind === 'group'}
          timeline={timeline}
          me={me}
          name={name}
          doings={doings}
          current={current}
          flash={flash === row.key}
          maySend={conversation.maySend}
        />
      )
  }
}

type BeginningProps = {
  timeline: Timeline
  view: TimelineView
  older: () => void
  box: React.RefObject<HTMLDivElement | null>
}
/** Loads the page before when one comes near the top; says where the conversation begins. */
const Beginning = ({ timeline, view, older, box }: BeginningProps) => {
  const mark = useRef<HTMLDivElement>(null)
  const wanted = timeline.older && !view.loadingOlder && view.olderError === undefined
  useEffect(() => {
    if (!wanted || !mark.current) return
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && older(), {
      root: box.current,
      rootMargin: '600px 0px 0px'
    })
    watch.observe(mark.current)
    return () => watch.disconnect()
  }, [wanted, older, box, timeline.firstSeq])
  if (view.olderError !== undefined) {
    return (
      <div className="messages-top">
        <Notice
          kind="danger"
          action={
            <Button look="quiet" small onClick={older}>
              Try again
            </Button>
          }
        >
          {reason(view.olderError)}
        </Notice>
      </div>
    )
  }
  return (
    <div ref={mark} className="messages-top quiet small">
      {timeline.older ? 'Loading earlier messages' : timeline.shown.length > 0 && 'This is where it begins'}
    </div>
  )
}

/** Arrow keys move between messages; the newest is in the tab order until another one was visited. */
const useMessageKeys = (content: React.RefObject<HTMLOListElement | null>, rows: Row[]) => {
  const [visited, setVisited] = useState<string>()
  const newest = rows.findLast((row) => row.kind === 'message')?.key
  const current = rows.some((row) => row.key === visited) ? visited : newest
  const onFocus = (event: React.FocusEvent) => {
    const key = (event.target as HTMLElement).closest<HTMLElement>('[data-message]')?.dataset['message']
    if (key) setVisited(key)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const item = event.target as HTMLElement
    if (item.dataset['message'] === undefined) return
    const all = [...(content.current?.querySelectorAll<HTMLElement>('[data-message]') ?? [])]
    const at = all.indexOf(item)
    const next = { ArrowUp: all[at - 1], ArrowDown: all[at + 1], Home: all[0], End: all.at(-1) }[event.key]
    if (!next) return
    event.preventDefault()
    next.focus()
    next.scrollIntoView({ block: 'nearest' })
  }
  return { current, onKeyDown, onFocus }
}
