// How events and reading change the remembered conversation list, so that it moves before the platform is asked again. Pure.
import type { InfiniteData } from '@tanstack/react-query'
import type { Conversation, ConversationEvent, ConversationPage } from '../api/shapes.ts'
import { asTurned } from './timeline.ts'

export type ConversationPages = InfiniteData<ConversationPage, string | undefined>

const unreadMax = 100

const withEvent = (before: Conversation, event: ConversationEvent, me: string): Conversation => {
  // That an app was connected is no news: the conversation keeps its place.
  if (event.kind === 'connected') return { ...before, lastSeq: event.seq }
  const after = { ...before, lastSeq: event.seq, lastAt: event.at }
  if (event.kind === 'titled') return { ...after, title: event.title }
  if (event.kind === 'message') {
    const counts = event.person !== me && event.seq > before.readSeq
    return { ...after, last: event, unread: counts ? Math.min(unreadMax, before.unread + 1) : before.unread }
  }
  return before.last ? { ...after, last: asTurned(before.last, event) } : after
}

/** Events that the conversation counts already change nothing. me: events of one's own are never unread. */
export const withEvents = (conversation: Conversation, events: ConversationEvent[], me: string): Conversation =>
  events.reduce((before, event) => (event.seq > before.lastSeq ? withEvent(before, event, me) : before), conversation)

/** What is left unread when only part was read cannot be known here; the caller asks again then. */
export const withRead = (conversation: Conversation, seq: number): Conversation =>
  seq <= conversation.readSeq
    ? conversation
    : { ...conversation, readSeq: seq, unread: seq >= conversation.lastSeq ? 0 : conversation.unread }

/** What comes while somebody looks is seen at once, though the platform hears of it a moment later. reading: an id. */
export const withSeen = (conversations: Conversation[], reading: string | undefined): Conversation[] =>
  conversations.some((one) => one.id === reading && one.unread > 0)
    ? conversations.map((one) => (one.id === reading ? { ...one, unread: 0 } : one))
    : conversations

export const findConversation = (data: ConversationPages | undefined, id: string): Conversation | undefined =>
  data?.pages.flatMap((page) => page.items).find((one) => one.id === id)

/** Puts a changed conversation in its place; to the top when it has something newer. */
export const withConversation = (data: ConversationPages, conversation: Conversation): ConversationPages => {
  const before = findConversation(data, conversation.id)
  const isNews = before?.lastAt !== conversation.lastAt || before.last?.id !== conversation.last?.id
  if (before && (before.lastSeq === conversation.lastSeq || !isNews)) {
    const swap = (one: Conversation) => (one.id === conversation.id ? conversation : one)
    return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(swap) })) }
  }
  const rest = data.pages.map((page) => ({ ...page, items: page.items.filter((one) => one.id !== conversation.id) }))
  const [first, ...others] = rest
  if (!first) return data
  return { ...data, pages: [{ ...first, items: [conversation, ...first.items] }, ...others] }
}
