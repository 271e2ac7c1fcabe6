// A grant on the wire: the six answers, the RFC 9396 authorization detail that asks for them, and the scopes that stand for one.
import Type, { type Static } from 'typebox'
import { messageKinds } from './message-kinds.ts'
import { Person } from './events.ts'
import { Id, Page, Strict, Time } from './scalars.ts'

export const actions = ['read', 'write', 'delete'] as const
export const untils = ['once', 'hour', 'day', '30_days', '90_days', 'until_revoked'] as const
const oneOf = <const T extends string[]>(values: readonly [...T]) => Type.Enum(values)

export const Action = oneOf(actions)
export type Action = (typeof actions)[number]
export const Until = oneOf(untils)
export type Until = (typeof untils)[number]

/** Which kinds of message; left out: all. */
export const Kinds = Type.Array(oneOf(messageKinds), { minItems: 1, maxItems: messageKinds.length, uniqueItems: true })
export const perDayMax = 100_000
/** How many messages the app may be given in one day (UTC), each time counted; left out: no limit. */
export const PerDay = Type.Integer({ minimum: 1, maximum: perDayMax })
const limits = { kinds: Type.Optional(Kinds), perDay: Type.Optional(PerDay) }
/** The answers that may be left out, for no limit. */
export type Limited = { kinds?: Static<typeof Kinds>; perDay?: number }

/** The type value of our authorization detail (RFC 9396 §2). */
export const detailType = 'parley_messages'

/**
 * What an app asks for. Left out means the least: chosen conversations, own messages, from now on, 90 days, no friends' names; but kinds
 * and perDay are limits, and left out they are none.
 * The person picks the conversations; an app cannot name them.
 */
export const AskedDetail = Strict({
  type: Type.Literal(detailType),
  actions: Type.Array(Action, { maxItems: 3, uniqueItems: true }),
  friends: Type.Optional(Type.Boolean()),
  where: Type.Optional(oneOf(['chosen', 'all'])),
  messages: Type.Optional(oneOf(['own', 'any'])),
  from: Type.Optional(oneOf(['from_now', 'all_history'])),
  until: Type.Optional(Until),
  ...limits
})
export type AskedDetail = Static<typeof AskedDetail>

/** The answers as given, narrower than or equal to what was asked; comes back in token and introspection answers. */
export const GrantedDetail = Strict({
  type: Type.Literal(detailType),
  actions: Type.Array(Action, { maxItems: 3, uniqueItems: true }),
  friends: Type.Boolean(),
  where: oneOf(['chosen', 'all']),
  messages: oneOf(['own', 'any']),
  from: oneOf(['from_now', 'all_history']),
  until: Until,
  ...limits,
  grant: Id
})
export type GrantedDetail = Static<typeof GrantedDetail>

/** Scopes that stand for the least detail that has the action. */
export const scopeActions = {
  'messages.read': 'read',
  'messages.write': 'write',
  'messages.delete': 'delete'
} as const satisfies Record<string, Action>
export const friendsScope = 'friends.read'

export const endedBecause = [
  'revoked',
  'given_back',
  'replaced',
  'expired',
  'unused',
  'used_once',
  'compromised'
] as const

/** An app as people see it. */
export const App = Strict({
  id: Id,
  clientId: Type.String(),
  name: Type.String(),
  owner: Type.String(),
  purpose: Type.String(),
  purposeCode: Type.String(),
  /** An assistant: after it has read in one conversation, what it writes in another waits for the person's approval. */
  agent: Type.Optional(Type.Boolean())
})
export type App = Static<typeof App>

/** The six answers. conversations is empty when where is 'all'. */
export const Answers = Strict({
  actions: Type.Array(Action, { maxItems: 3, uniqueItems: true }),
  friends: Type.Boolean(),
  where: oneOf(['chosen', 'all']),
  conversations: Type.Array(Id, { maxItems: 1000, uniqueItems: true }),
  messages: oneOf(['own', 'any']),
  from: oneOf(['from_now', 'all_history']),
  until: Until,
  ...limits
})
export type Answers = Static<typeof Answers>

/** A grant as its person sees it, under Connected apps. */
export const Grant = Strict({
  id: Id,
  app: App,
  answers: Answers,
  givenAt: Time,
  endsAt: Type.Optional(Time),
  lastAccessAt: Type.Optional(Time),
  /** When each right was last used, a few seconds behind; left out: never. */
  lastUsed: Strict({ read: Type.Optional(Time), write: Type.Optional(Time), delete: Type.Optional(Time) }),
  ended: Type.Optional(Strict({ at: Time, because: oneOf(endedBecause) })),
  /** As a whole, or the conversations in which it is paused. */
  paused: Type.Optional(Strict({ at: Type.Optional(Time), conversations: Type.Array(Id) })),
  /** Of a live grant with perDay: how many of them it has had today, and when the count starts again. */
  today: Type.Optional(Strict({ used: Type.Integer({ minimum: 0 }), startsAgainAt: Time })),
  /** The person's passkey signed it; otherwise Parley alone confirms that the person gave it. */
  signed: Type.Boolean(),
  /** One sentence: what it may do. */
  sentence: Type.String()
})
export type Grant = Static<typeof Grant>
export const GrantPage = Page(Grant)

/** An app that a person logs in to, whether or not it may do anything with messages. */
export const KnownLogin = Strict({ app: App, agreedAt: Time })
export type KnownLogin = Static<typeof KnownLogin>
export const KnownLoginPage = Page(KnownLogin)

/** Answers to take away from a grant; each must be narrower than or equal to what it has now. Left out means unchanged. */
export const Narrow = Type.Object(
  {
    actions: Type.Optional(Type.Array(Action, { maxItems: 3, uniqueItems: true })),
    friends: Type.Optional(Type.Boolean()),
    where: Type.Optional(oneOf(['chosen', 'all'])),
    conversations: Type.Optional(Type.Array(Id, { maxItems: 1000, uniqueItems: true })),
    messages: Type.Optional(oneOf(['own', 'any'])),
    until: Type.Optional(Until),
    ...limits
  },
  { additionalProperties: false, minProperties: 1 }
)
export type Narrow = Static<typeof Narrow>

/** What an app would see right now, by the rule that decides its reads. */
export const Preview = Strict({
  messages: Type.Integer({ minimum: 0 }),
  conversations: Type.Integer({ minimum: 0 }),
  /** Messages that their authors keep from this app; it learns only that they are there. */
  withheld: Type.Integer({ minimum: 0 }),
  ofMessages: Type.Integer({ minimum: 0 }),
  ofConversations: Type.Integer({ minimum: 0 }),
  first: Type.Array(
    Strict({ conversation: Id, conversationTitle: Type.String(), person: Person, at: Time, excerpt: Type.String() }),
    { maxItems: 5 }
  )
})
export type Preview = Static<typeof Preview>

/** One line of Activity: an access, or a change to a permission. */
export const Activity = Strict({
  id: Id,
  at: Time,
  kind: oneOf([
    'list',
    'read',
    'write',
    'delete',
    'give',
    'narrow',
    'pause',
    'resume',
    'revoke',
    'end',
    'undo',
    'approve',
    'deny',
    'withhold',
    'allow',
    'close',
    'reopen'
  ]),
  app: Type.Optional(Strict({ id: Id, name: Type.String() })),
  grant: Type.Optional(Id),
  conversation: Type.Optional(Strict({ id: Id, title: Type.String() })),
  /** How many messages an access touched. */
  count: Type.Integer({ minimum: 0 }),
  /** The first of them (at most 20); a message that is gone has no excerpt. */
  messages: Type.Array(
    Strict({
      id: Id,
      seq: Type.Optional(Type.Integer()),
      person: Type.Optional(Person),
      excerpt: Type.Optional(Type.String())
    })
  ),
  sentence: Type.String()
})
export type Activity = Static<typeof Activity>
export const ActivityPage = Page(Activity)
