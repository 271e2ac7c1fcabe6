// Alerts on the wire: reading by an app that is unlike what it does otherwise.
import Type, { type Static } from 'typebox'
import { Cursor, Id, Strict, Time } from './scalars.ts'

export const alertKinds = ['first_read', 'whole_history', 'many_conversations', 'at_night', 'busy_day'] as const
export type AlertKind = (typeof alertKinds)[number]

const Kind = Type.Enum(['first_read', 'whole_history', 'many_conversations', 'at_night', 'busy_day'])

export const Alert = Strict({
  id: Id,
  kind: Kind,
  /** When it was read. */
  at: Time,
  grant: Id,
  app: Strict({ id: Id, name: Type.String() }),
  /** How many messages were read, each time counted, and in how many conversations. */
  messages: Type.Integer({ minimum: 0 }),
  conversations: Type.Integer({ minimum: 0 }),
  /** The conversation, where it was only one. */
  conversation: Type.Optional(Strict({ id: Id, title: Type.String() })),
  /** One sentence: what was read. */
  sentence: Type.String(),
  /** One sentence: why it is told. */
  because: Type.String(),
  /** The permission is live and not paused, so it can be paused. */
  canPause: Type.Boolean(),
  /** Of a kind that the person had made quiet: listed, and not told at once. */
  quiet: Type.Optional(Type.Literal(true)),
  /** When the person said so, or changed the permission since. */
  seenAt: Type.Optional(Time)
})
export type Alert = Static<typeof Alert>

/** A page of alerts, newest first, and how many of all are not seen yet; quiet ones do not count. */
export const AlertPage = Strict({
  items: Type.Array(Alert),
  next: Type.Optional(Cursor),
  unread: Type.Integer({ minimum: 0 })
})
export type AlertPage = Static<typeof AlertPage>

/**
 * GET and PUT /api/alerts/choices. quiet: kinds that are listed only. timeZone: where the person's night is, an IANA name such as
 * Europe/Lisbon; UTC without it.
 */
export const AlertChoices = Strict({
  quiet: Type.Array(Kind, { maxItems: alertKinds.length, uniqueItems: true }),
  timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 }))
})
export type AlertChoices = Static<typeof AlertChoices>
