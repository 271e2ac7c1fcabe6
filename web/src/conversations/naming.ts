// What conversations and messages are called in a line of text.
import { lineOfCard } from '@parley/protocol/api/line-of-card.ts'
import type { ConnectedEvent, Conversation, MessageEvent, Person } from '../api/shapes.ts'
import { locale } from '../numbers.ts'
import type { Notice } from './timeline.ts'

export const otherOf = (conversation: Conversation, me: string): Person | undefined =>
  conversation.kind === 'direct'
    ? (conversation.members.find((one) => one.id !== me) ?? conversation.members[0])
    : undefined

/** Beside a person's name; a closed account has no handle any more. */
export const shownHandle = ({ handle, closed }: Person): string => (closed ? 'No longer on Parley' : `@${handle}`)

export const nameOf = (conversation: Conversation, me: string): string =>
  conversation.title ?? otherOf(conversation, me)?.name ?? 'Conversation'

/** How messages name their writer; somebody who left is known from the notice about it only. */
export const personName = (conversation: Conversation, id: string, me: string): string =>
  id === me ? 'You' : (conversation.members.find((one) => one.id === id)?.name ?? 'Former member')

/** A message as one line, for lists, quotes and announcements. */
export const lineOf = (message: Pick<MessageEvent, 'text' | 'card' | 'deleted'>): string => {
  if (message.deleted) return message.deleted.takenBack ? 'Message taken back' : 'Message deleted'
  const { text, card } = message
  return text || (card ? lineOfCard(card, locale) : '')
}

/** What an app that somebody connected can read in a conversation. */
const seesWords: Record<ConnectedEvent['sees'], string> = {
  own: 'it can read its own messages and the answers to them here',
  new: 'it can read what is written here from now on',
  all: 'it can read what is written here, and what was written before'
}

/** count: how many such events in a row the line stands for. */
export const noticeLine = (event: Notice, name: (id: string) => string, me: string, count = 1): string => {
  const who = name(event.person)
  if (event.kind === 'restored')
    return `${who} restored ${count === 1 ? 'a message' : `${count} messages`} that ${event.undid.name} had deleted`
  if (event.kind === 'titled') return `${who} named the group “${event.title}”`
  if (event.kind === 'connected') return `${who} connected ${event.via.name}: ${seesWords[event.sees]}`
  const subject = event.subject.id === me ? 'you' : event.subject.name
  if (event.kind === 'left') return event.subject.id === me ? 'You left' : `${event.subject.name} left`
  return event.person === event.subject.id
    ? `${event.subject.id === me ? 'You' : subject} joined`
    : `${who} added ${subject}`
}
