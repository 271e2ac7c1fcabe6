// What conversations and messages are called in a line of text.
import type { Conversation, MembershipEvent, MessageEvent, Person, TitledEvent } from '../api/shapes.ts'
import { money } from '../numbers.ts'

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
  if (message.deleted) return 'Message deleted'
  const { text, card } = message
  if (text) return text
  switch (card?.type) {
    case 'song':
      return `${card.name} by ${card.byArtist}`
    case 'film':
      return card.name
    case 'episode':
      return `${card.partOfSeries}: ${card.name}`
    case 'receipt':
      return `${money(card.amount.value, card.amount.currency)} to ${card.beneficiary}`
    case 'link':
      return card.name ?? card.url
    default:
      return ''
  }
}

export const noticeLine = (event: MembershipEvent | TitledEvent, name: (id: string) => string, me: string): string => {
  const who = name(event.person)
  if (event.kind === 'titled') return `${who} named the group “${event.title}”`
  const subject = event.subject.id === me ? 'you' : event.subject.name
  if (event.kind === 'left') return event.subject.id === me ? 'You left' : `${event.subject.name} left`
  return event.person === event.subject.id
    ? `${event.subject.id === me ? 'You' : subject} joined`
    : `${who} added ${subject}`
}
