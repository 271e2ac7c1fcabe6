// The partner API, version 1 (/v1): what an app sends and gets under a grant.
import Type, { type Static, type TSchema } from 'typebox'
import { Card, Content, MessageText } from './content.ts'
import { App, GrantedDetail } from './grant.ts'
import { Cursor, Id, Page, Strict, Time } from './scalars.ts'

const Bytes = Type.String({ pattern: '^[A-Za-z0-9+/]+={0,2}$', maxLength: 44 })

/**
 * The platform's signed promise that this answer is in its log (docs/spec/log.md, "Receipt"), with the texts and salts (base64) that open
 * what it commits to. salts: those of the commitments to the messages, in the order of the owner text's items; null for one that is
 * deleted. There is none with names of conversations or friends.
 */
export const Receipt = Strict({
  note: Type.String(),
  shared: Type.String(),
  saltS: Bytes,
  owner: Type.String(),
  saltO: Bytes,
  salts: Type.Optional(Type.Array(Type.Union([Bytes, Type.Null()])))
})
export type Receipt = Static<typeof Receipt>

const withReceipts = <P extends Record<string, TSchema>>(properties: P) =>
  Strict({ ...properties, receipts: Type.Array(Receipt) })

/** An answer as the platform sends it: one receipt for each entry that it left; none when it disclosed and changed nothing. */
export type Receipted<T> = T & { receipts: Receipt[] }

/** A person as one app knows them: the id is pairwise, another app knows the same person by another one. */
export const PersonRef = Strict({ id: Type.String(), name: Type.String() })
export type PersonRef = Static<typeof PersonRef>

/** GET /v1/me */
export const PartnerMe = Strict({ person: PersonRef })
export type PartnerMe = Static<typeof PartnerMe>

/** GET /v1/friends: friends whose direct conversation the grant names, with that conversation. Needs friends.read. */
export const PartnerFriend = Strict({ person: PersonRef, conversation: Id })
export type PartnerFriend = Static<typeof PartnerFriend>
export const PartnerFriendPage = withReceipts(Page(PartnerFriend).properties)

/** GET /v1/conversations: those in the grant. Names of members only with friends.read. */
export const PartnerConversation = Strict({
  id: Id,
  kind: Type.Union([Type.Literal('direct'), Type.Literal('group')]),
  title: Type.Optional(Type.String()),
  members: Type.Optional(Type.Array(PersonRef))
})
export type PartnerConversation = Static<typeof PartnerConversation>
export const PartnerConversationPage = withReceipts(Page(PartnerConversation).properties)

/** A message that its author keeps from this app: it is there, and the app learns nothing else of it. */
export const WithheldMessage = Strict({ id: Id, conversation: Id, withheld: Type.Literal(true) })
export type WithheldMessage = Static<typeof WithheldMessage>

/** A message as an app sees it. A deleted one has `deleted` and neither text nor card. */
export const ToldMessage = Strict({
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
export type ToldMessage = Static<typeof ToldMessage>

export const PartnerMessage = Type.Union([ToldMessage, WithheldMessage])
type Untold = { [K in Exclude<keyof ToldMessage, keyof WithheldMessage>]?: undefined }
/** Look at `withheld` first: such a message has nothing but its place. */
export type PartnerMessage = (ToldMessage & { withheld?: undefined }) | (WithheldMessage & Untold)

/** GET /v1/conversations/{conversation}/messages/{message} */
export const PartnerMessageAnswer = Type.Unsafe<Receipted<PartnerMessage>>(
  Type.Union([withReceipts(ToldMessage.properties), withReceipts(WithheldMessage.properties)])
)

/** What a write is answered with. */
export const PartnerWritten = withReceipts(ToldMessage.properties)

/** DELETE /v1/conversations/{conversation}/messages/{message} */
export const PartnerDeleted = withReceipts({})

/**
 * GET /v1/conversations/{conversation}/messages?after=&limit= in rising order. `next` is there on every page: poll with it for what
 * comes later. more: whether another page is ready now.
 */
const messagePage = Strict({
  items: Type.Array(Type.Unsafe<PartnerMessage>(PartnerMessage)),
  next: Cursor,
  more: Type.Boolean()
})
export const PartnerMessagePage = withReceipts(messagePage.properties)

/** GET /v1/changes?after=&limit=: messages written or deleted since the cursor, in all conversations of the grant. Same shape. */
export const PartnerChanges = PartnerMessagePage
export type PartnerMessagePage = Static<typeof messagePage>

/** POST /v1/conversations/{conversation}/messages, with Idempotency-Key. */
export const PartnerWrite = Type.Object(
  { ...Content.properties, replyTo: Type.Optional(Id) },
  { additionalProperties: false, minProperties: 1 }
)
export type PartnerWrite = Static<typeof PartnerWrite>

/**
 * GET /v1/grant; DELETE /v1/grant gives it back. Both work while it is paused. paused: by the person, in all conversations; everything
 * that is an access is refused with grant_paused until they let it go on. conversations: how many it reaches now.
 */
export const PartnerGrant = Strict({
  id: Id,
  app: App,
  detail: GrantedDetail,
  paused: Type.Boolean(),
  conversations: Type.Integer({ minimum: 0 }),
  givenAt: Time,
  endsAt: Type.Optional(Time)
})
export type PartnerGrant = Static<typeof PartnerGrant>

/**
 * GET /v1/receipts/{event}: where the entry of a receipt is in the log, as soon as a published checkpoint covers it. path: from the leaf's
 * sibling up. The app hashes the entry, follows the path and compares with the checkpoint's root.
 */
export const ReceiptProof = Type.Union([
  Strict({ pending: Type.Literal(true), by: Time }),
  Strict({
    index: Type.Integer({ minimum: 0 }),
    size: Type.Integer({ minimum: 1 }),
    entry: Type.String(),
    path: Type.Array(Type.String()),
    checkpoint: Type.String()
  })
])
export type ReceiptProof = Static<typeof ReceiptProof>
