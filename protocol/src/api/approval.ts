// Live approval: what an agent wants to write after it has read elsewhere, and what its person says to it.
import Type, { type Static } from 'typebox'
import { Card, MessageText } from './content.ts'
import { Id, Page, Strict, Time } from './scalars.ts'

/** written: approved, and the app has sent it. expired: nobody answered in time, or the app did not come back. ended: so has the permission. */
export const approvalStates = ['pending', 'approved', 'written', 'denied', 'expired', 'ended'] as const

const Place = Strict({ id: Id, title: Type.String() })

/** One message that waits, or did. Its text is gone from here once it is written. */
export const Approval = Strict({
  id: Id,
  state: Type.Enum([...approvalStates]),
  app: Strict({ id: Id, name: Type.String() }),
  grant: Id,
  conversation: Place,
  text: Type.Optional(MessageText),
  card: Type.Optional(Card),
  replyTo: Type.Optional(Id),
  /** Where else the app had read when it asked; the latest few by name. */
  hadRead: Strict({ conversations: Type.Integer({ minimum: 1 }), latest: Type.Array(Place, { maxItems: 5 }) }),
  askedAt: Time,
  /** Of a pending one: until when it can be approved. Of an approved one: until when the app can send it. */
  expiresAt: Time
})
export type Approval = Static<typeof Approval>
export const ApprovalPage = Page(Approval)
