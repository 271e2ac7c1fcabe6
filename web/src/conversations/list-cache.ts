// How events and reading change the remembered conversation list, so that it moves before the platform is asked again. Pure.
import type { InfiniteData } from '@tanstack/react-query'
import type { Conversation, ConversationEvent, ConversationPage } from '../api/shapes.ts'

export type ConversationPages = InfiniteData<ConversationPage, string | undefined>

const unreadMax = 100

/** Events that the conversation counts already change nothing. me: events of one's own are never unread. */
export const withEvents = (conversation: Conversation, events: ConversationEvent[], me: string): Conversation => {
  let changed = conversation
  for (const event of events) {
    if (event.seq <= changed.lastSeq) continue
    changed = { ...changed, lastSeq: event.seq, lastAt: event.at }
    if (event.kind === 'message') {
      const unread =
        event.person !== me && event.seq > changed.readSeq ? Math.min(unreadMax, changed.unread + 1) : changed.unread
      changed = { ...changed, last: event, unread }
    } else if (event.kind === 'titled') changed = { ...changed, title: event.title }
    else if (event.kind === 'deletion' && changed.last?.id === event.target) {
      const { text: _text, card: _card, ...last } = changed.last
      changed = {
        ...changed,
        last: { ...last, deleted: { at: event.at, by: event.person, ...(event.via ? { via: event.via } : {}) } }
      }
    }
  }
  return changed
}

/** What is left unread when only part was read cannot be known here; the caller asks again then. */
export const withRead = (conversation: Conversation, seq: number): Conversation =>
  seq <= conversation.readSeq
    ? conversation
    : { ...conversation, readSeq: seq, unread: seq >= conversation.lastSeq ? 0 : conversation.unread }

export const findConversation = (data: ConversationPages | undefined, id: string): Conversation | undefined =>
  data?.pages.flatMap((page) => page.items).find((one) => one.id === id)

/** Puts a changed conversation in its place; to the top when it has something newer. */
export const withConversation = (data: ConversationPages, conversation: Conversation): ConversationPages => {
  const before = findConversation(data, conversation.id)
  if (before?.lastSeq === conversation.lastSeq) {
    const swap = (one: Conversation) => (one.id === conversation.id ? conversation : one)
    return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(swap) })) }
  }
  const rest = data.pages.map((page) => ({ ...page, items: page.items.filter((one) => one.id !== conversation.id) }))
  const [first, ...others] = rest
  if (!first) return data
  return { ...data, pages: [{ ...first, items: [conversation, ...first.items] }, ...others] }
}
