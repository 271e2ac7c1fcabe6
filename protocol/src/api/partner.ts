// The partner API, version 1 (/v1): what an app sends and gets under a grant.
import Type, { type Static } from 'typebox'
import { Card, Content, MessageText } from './content.ts'
import { App, GrantedDetail } from './grant.ts'
import { Cursor, Id, Page, Strict, Time } from './scalars.ts'

/** A person as one app knows them: the id is pairwise, another app knows the same person by another one. */
export const PersonRef = Strict({ id: Type.String(), name: Type.String() })
export type PersonRef = Static<typeof PersonRef>

/** GET /v1/me */
export const PartnerMe = Strict({ person: PersonRef })
export type PartnerMe = Static<typeof PartnerMe>

/** GET /v1/friends: friends whose direct conversation the grant names, with that conversation. Needs friends.read. */
export const PartnerFriend = Strict({ person: PersonRef, conversation: Id })
export type PartnerFriend = Static<typeof PartnerFriend>
export const PartnerFriendPage = Page(PartnerFriend)

/** GET /v1/conversations: those in the grant. Names of members only with friends.read. */
export const PartnerConversation = Strict({
  id: Id,
  kind: Type.Union([Type.Literal('direct'), Type.Literal('group')]),
  title: Type.Optional(Type.String()),
  members: Type.Optional(Type.Array(PersonRef))
})
export type PartnerConversation = Static<typeof PartnerConversation>
export const PartnerConversationPage = Page(PartnerConversation)

/** A message as an app sees it. A deleted one has `deleted` and neither text nor card. */
export const PartnerMessage = Strict({
  id: Id,
  conversation: Id,
  at: Time,
  from: PersonRef,
  /** The app of this grant wrote it for its person. */
  own: Type.Boolean(),
  replyTo: Type.Optional(Id),
  text: Type.Optional(MessageText),
  card: Type.Optional(Card),
  deleted: Type.Optional(Strict({ at: Time }))
})
export type PartnerMessage = Static<typeof PartnerMessage>

/**
 * GET /v1/conversations/{conversation}/messages?after=&limit= in rising order. `next` is there on every page: poll with it for what
 * comes later. more: whether another page is ready now.
 */
export const PartnerMessagePage = Strict({ items: Type.Array(PartnerMessage), next: Cursor, more: Type.Boolean() })

/** GET /v1/changes?after=&limit=: messages written or deleted since the cursor, in all conversations of the grant. Same shape. */
export const PartnerChanges = PartnerMessagePage
export type PartnerMessagePage = Static<typeof PartnerMessagePage>

/** POST /v1/conversations/{conversation}/messages, with Idempotency-Key. */
export const PartnerWrite = Type.Object(
  { ...Content.properties, replyTo: Type.Optional(Id) },
  { additionalProperties: false, minProperties: 1 }
)
export type PartnerWrite = Static<typeof PartnerWrite>

/** GET /v1/grant; DELETE /v1/grant gives it back. */
export const PartnerGrant = Strict({
  id: Id,
  app: App,
  detail: GrantedDetail,
  conversations: Type.Integer({ minimum: 0 }),
  givenAt: Time,
  endsAt: Type.Optional(Time)
})
export type PartnerGrant = Static<typeof PartnerGrant>
