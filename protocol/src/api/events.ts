// What people see of a conversation: its events in order, and the conversation itself.
import Type, { type Static } from 'typebox'
import { Card, MessageText } from './content.ts'
import { Handle, Id, Page, PersonName, Place, Seq, Strict, Time } from './scalars.ts'

/** closed: the account was closed, and handle and name are nobody's any more. Said of the other person of a direct conversation. */
export const Person = Strict({ id: Id, handle: Handle, name: PersonName, closed: Type.Optional(Type.Literal(true)) })
export type Person = Static<typeof Person>

/** The app that acted, as people see it. */
export const Via = Strict({ app: Id, name: Type.String() })
export type Via = Static<typeof Via>

/** A message. A deleted one is a tombstone: no text or card, and `deleted` says who did it, when, and through which app. */
export const MessageEvent = Strict({
  kind: Type.Literal('message'),
  seq: Seq,
  id: Id,
  at: Time,
  person: Id,
  via: Type.Optional(Via),
  text: Type.Optional(MessageText),
  card: Type.Optional(Card),
  /** The id of the message that this one answers. */
  replyTo: Type.Optional(Id),
  /** takenBack: an app had written it, and the person undid that. */
  deleted: Type.Optional(
    Strict({ at: Time, by: Id, via: Type.Optional(Via), takenBack: Type.Optional(Type.Literal(true)) })
  )
})
export type MessageEvent = Static<typeof MessageEvent>

/** Message `target` was deleted for everyone. */
export const DeletionEvent = Strict({
  kind: Type.Literal('deletion'),
  seq: Seq,
  at: Time,
  person: Id,
  via: Type.Optional(Via),
  takenBack: Type.Optional(Type.Literal(true)),
  target: Id
})
export type DeletionEvent = Static<typeof DeletionEvent>

/** Message `target`, which the app `undid` had deleted, is there again: with what it has now, so with nothing when it was deleted since. */
export const RestoredEvent = Strict({
  kind: Type.Literal('restored'),
  seq: Seq,
  at: Time,
  person: Id,
  undid: Via,
  target: Id,
  text: Type.Optional(MessageText),
  card: Type.Optional(Card)
})
export type RestoredEvent = Static<typeof RestoredEvent>

/** Somebody joined (`person` added them) or left. */
export const MembershipEvent = Strict({
  kind: Type.Union([Type.Literal('joined'), Type.Literal('left')]),
  seq: Seq,
  at: Time,
  person: Id,
  subject: Person
})
export type MembershipEvent = Static<typeof MembershipEvent>

export const TitledEvent = Strict({
  kind: Type.Literal('titled'),
  seq: Seq,
  at: Time,
  person: Id,
  title: Type.String()
})
export type TitledEvent = Static<typeof TitledEvent>

/** `person` let the app of `via` read here. sees: own (what the app wrote for them, and replies to it), new (what follows this) or all. */
export const ConnectedEvent = Strict({
  kind: Type.Literal('connected'),
  seq: Seq,
  at: Time,
  person: Id,
  via: Via,
  sees: Type.Union([Type.Literal('own'), Type.Literal('new'), Type.Literal('all')])
})
export type ConnectedEvent = Static<typeof ConnectedEvent>

export const ConversationEvent = Type.Union([
  MessageEvent,
  DeletionEvent,
  RestoredEvent,
  MembershipEvent,
  TitledEvent,
  ConnectedEvent
])
export type ConversationEvent = Static<typeof ConversationEvent>

export const Title = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })

export const Conversation = Strict({
  id: Id,
  kind: Type.Union([Type.Literal('direct'), Type.Literal('group')]),
  title: Type.Optional(Title),
  members: Type.Array(Person),
  lastSeq: Type.Integer({ minimum: 0 }),
  lastAt: Time,
  /** The newest message (not notice), for the list. */
  last: Type.Optional(MessageEvent),
  readSeq: Type.Integer({ minimum: 0 }),
  /** Messages by others after readSeq; 100 stands for "more than 99". */
  unread: Type.Integer({ minimum: 0, maximum: 100 }),
  /** False in a direct conversation of two people who are not friends now. */
  maySend: Type.Boolean()
})
export type Conversation = Static<typeof Conversation>

export const ConversationPage = Page(Conversation)
export type ConversationPage = Static<typeof ConversationPage>

export const OpenConversation = Type.Union([
  Strict({ kind: Type.Literal('direct'), person: Id }),
  Strict({
    kind: Type.Literal('group'),
    title: Title,
    people: Type.Array(Id, { minItems: 1, maxItems: 49, uniqueItems: true })
  })
])
export type OpenConversation = Static<typeof OpenConversation>

/** A page of events in rising seq. `before` and `after` are exclusive; at most one of them. Without either: the newest page. */
export const EventsQuery = Strict({
  before: Type.Optional(Seq),
  after: Type.Optional(Place),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 }))
})
export const Events = Strict({ items: Type.Array(ConversationEvent), more: Type.Boolean() })
export type Events = Static<typeof Events>

/** clientId makes a send idempotent: the same clientId by the same person in the same conversation is one message. */
export const SendMessage = Type.Object(
  { clientId: Id, text: Type.Optional(MessageText), card: Type.Optional(Card), replyTo: Type.Optional(Id) },
  { additionalProperties: false, minProperties: 2 }
)
export type SendMessage = Static<typeof SendMessage>
export const Sent = Strict({ id: Id, seq: Seq, at: Time })
export type Sent = Static<typeof Sent>

export const MarkRead = Strict({ seq: Place })
export const AddMembers = Strict({ people: Type.Array(Id, { minItems: 1, maxItems: 49, uniqueItems: true }) })
