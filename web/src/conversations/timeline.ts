// The part of one conversation that is in memory: an unbroken run of its order, and how pages and live events extend it. Pure.
import type {
  ConnectedEvent,
  ConversationEvent,
  DeletionEvent,
  Events,
  MembershipEvent,
  MessageEvent,
  RestoredEvent,
  TitledEvent
} from '../api/shapes.ts'

/** What is no message and has a line of its own. */
export type Notice = MembershipEvent | TitledEvent | ConnectedEvent | RestoredEvent
export type Shown = MessageEvent | Notice

/** shown holds everything from firstSeq to lastSeq that has a place of its own. older: there is more before firstSeq. */
export type Timeline = { shown: Shown[]; firstSeq: number; lastSeq: number; older: boolean }

const lastSeqOf = (events: ConversationEvent[], otherwise: number): number => events.at(-1)?.seq ?? otherwise

/** What a deletion makes of its target, or a restoring; undefined when that says nothing new. */
const turned = (target: MessageEvent, event: DeletionEvent | RestoredEvent): MessageEvent | undefined => {
  const { text: _text, card: _card, deleted: _deleted, ...rest } = target
  if (event.kind === 'restored') {
    const { text, card } = event
    if (!text && !card) return undefined
    return { ...rest, ...(text !== undefined && { text }), ...(card && { card }) }
  }
  const { at, person: by, via, takenBack } = event
  return { ...rest, deleted: { at, by, ...(via && { via }), ...(takenBack && { takenBack }) } }
}

/** A deletion has no place of its own: it makes a tombstone of its target. A restoring has one, and gives its target back what it had. */
const applied = (shown: Shown[], events: ConversationEvent[]): Shown[] => {
  let result = shown
  for (const event of events) {
    if (event.kind === 'deletion' || event.kind === 'restored') {
      const at = result.findIndex((one) => one.kind === 'message' && one.id === event.target)
      const target = result[at]
      const next = target?.kind === 'message' ? turned(target, event) : undefined
      if (next) result = result.with(at, next)
    }
    if (event.kind !== 'deletion') result = [...result, event]
  }
  return result
}

/** The newest page starts a timeline afresh. */
export const fromNewest = (page: Events): Timeline => ({
  shown: applied([], page.items),
  firstSeq: page.items[0]?.seq ?? 1,
  lastSeq: lastSeqOf(page.items, 0),
  older: page.more
})

/** A page asked for with before=firstSeq. Its messages are as they stand now: a deletion in it may have been undone in what is here already. */
export const withOlder = (timeline: Timeline, page: Events): Timeline => {
  const fresh = page.items.filter((event) => event.seq < timeline.firstSeq)
  return {
    ...timeline,
    shown: [...fresh.filter((event) => event.kind !== 'deletion'), ...timeline.shown],
    firstSeq: fresh[0]?.seq ?? timeline.firstSeq,
    older: page.more && fresh.length > 0
  }
}

/** A page asked for with after=lastSeq. Places that the person may not see are left out by the server, so a jump is no gap here. */
export const withNewer = (timeline: Timeline, page: Events): Timeline => {
  const fresh = page.items.filter((event) => event.seq > timeline.lastSeq)
  if (fresh.length === 0) return timeline
  return { ...timeline, shown: applied(timeline.shown, fresh), lastSeq: lastSeqOf(fresh, timeline.lastSeq) }
}

/** Live events. What is known already is dropped; a gap leaves the timeline as it is and says so, and the caller asks for what is missing. */
export const withLive = (timeline: Timeline, events: ConversationEvent[]): { timeline: Timeline; gap: boolean } => {
  const fresh = events.filter((event) => event.seq > timeline.lastSeq)
  const first = fresh[0]
  if (!first) return { timeline, gap: false }
  if (first.seq > timeline.lastSeq + 1) return { timeline, gap: true }
  return { timeline: withNewer(timeline, { items: fresh, more: false }), gap: false }
}

export const findMessage = (timeline: Timeline, id: string): MessageEvent | undefined =>
  timeline.shown.find((one): one is MessageEvent => one.kind === 'message' && one.id === id)

/** Live or remembered: the message as an event that is about it leaves it; as it is when the event is not. */
export const asTurned = (message: MessageEvent, event: ConversationEvent): MessageEvent =>
  (event.kind === 'deletion' || event.kind === 'restored') && event.target === message.id
    ? (turned(message, event) ?? message)
    : message
