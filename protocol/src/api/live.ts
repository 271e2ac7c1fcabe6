// Frames of the people's WebSocket (/api/live): JSON text, one object per frame.
import Type, { type Static } from 'typebox'
import { Card, MessageText } from './content.ts'
import { ConversationEvent } from './events.ts'
import { Id, Place, Seq, Strict, Time } from './scalars.ts'

/**
 * First frame of a client. Without cursor: from now on. With it: first everything after the cursor, less what `have` says is there
 * already (the highest seq received live per conversation since that cursor). None is missed and none comes twice.
 */
export const Resume = Strict({
  type: Type.Literal('resume'),
  cursor: Type.Optional(Type.String({ maxLength: 4096 })),
  have: Type.Optional(Type.Record(Id, Place))
})
/** ref comes back in the answer; clientId makes the send idempotent. */
export const SendFrame = Type.Object(
  {
    type: Type.Literal('send'),
    ref: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    conversation: Id,
    clientId: Id,
    text: Type.Optional(MessageText),
    card: Type.Optional(Card),
    replyTo: Type.Optional(Id)
  },
  { additionalProperties: false }
)
export const ReadFrame = Strict({ type: Type.Literal('read'), conversation: Id, seq: Seq })
export const ClientFrame = Type.Union([Resume, SendFrame, ReadFrame])
export type ClientFrame = Static<typeof ClientFrame>

/** Everything after the resume cursor has been delivered; from here on `cursor` replaces the older one and `have` starts empty. */
export const ReadyFrame = Strict({ type: Type.Literal('ready'), cursor: Type.String() })
/** Rising seq within a conversation, without gaps once `ready` was sent. */
export const EventsFrame = Strict({
  type: Type.Literal('events'),
  conversation: Id,
  events: Type.Array(ConversationEvent)
})
export const SentFrame = Strict({ type: Type.Literal('sent'), ref: Type.Integer(), id: Id, seq: Seq, at: Time })
export const RefusedFrame = Strict({
  type: Type.Literal('refused'),
  ref: Type.Optional(Type.Integer()),
  code: Type.String(),
  title: Type.String(),
  detail: Type.Optional(Type.String())
})
/** The same person read up to here in another window. */
export const ReadByYouFrame = Strict({ type: Type.Literal('read'), conversation: Id, seq: Seq })
/** A list changed; fetch it again when it is on screen. */
export const ChangedFrame = Strict({
  type: Type.Literal('changed'),
  what: Type.Union([
    Type.Literal('friends'),
    Type.Literal('conversations'),
    Type.Literal('grants'),
    Type.Literal('activity'),
    Type.Literal('sessions'),
    Type.Literal('alerts'),
    Type.Literal('approvals')
  ])
})
export const ServerFrame = Type.Union([ReadyFrame, EventsFrame, SentFrame, RefusedFrame, ReadByYouFrame, ChangedFrame])
export type ServerFrame = Static<typeof ServerFrame>
