// What people keep from apps, and which apps can read a conversation.
import Type, { type Static } from 'typebox'
import { Person } from './events.ts'
import { Action, App, Kinds } from './grant.ts'
import { Id, Page, Strict, Time } from './scalars.ts'

/**
 * Everything that a person wrote, before and after: from one app or (left out) all, in one conversation or (left out) all. From all apps in
 * all conversations only where it says `everything`, alone; one that names nothing is refused.
 */
export const Withhold = Strict({
  app: Type.Optional(Id),
  conversation: Type.Optional(Id),
  everything: Type.Optional(Type.Literal(true))
})
export type Withhold = Static<typeof Withhold>

export const Withholding = Strict({
  app: Type.Optional(Strict({ id: Id, name: Type.String() })),
  conversation: Type.Optional(Strict({ id: Id, title: Type.String() })),
  at: Time
})
export type Withholding = Static<typeof Withholding>
export const WithholdingPage = Page(Withholding)

/** What the person who asks withholds: here, and everywhere. */
const Kept = Strict({ here: Type.Boolean(), everywhere: Type.Boolean() })

/** An app that a member connected and whose permission reaches a conversation. */
export const Reader = Strict({
  grant: Id,
  app: App,
  /** Who connected it. */
  by: Person,
  actions: Type.Array(Action, { maxItems: 3 }),
  /** own: only what the app wrote for that member, and answers to it. */
  messages: Type.Enum(['own', 'any']),
  /** all_history: also what was written before `since`. */
  from: Type.Enum(['from_now', 'all_history']),
  /** Which kinds of message; left out: all. */
  kinds: Type.Optional(Kinds),
  since: Time,
  until: Type.Optional(Time),
  /** The member has paused it here or everywhere. */
  paused: Type.Boolean(),
  /** The person who asks withholds what they wrote from this app here. */
  withheld: Type.Boolean(),
  /** From this app by name; withheld may also come from what is kept from all apps. */
  kept: Kept,
  /** When it last read something here. */
  lastReadAt: Type.Optional(Time)
})
export type Reader = Static<typeof Reader>

/** kept: from all apps. closed: by whom, when the members let no app in. Only the newest 100 permissions are listed; more says that there are others. */
export const Readers = Strict({
  items: Type.Array(Reader),
  more: Type.Boolean(),
  kept: Kept,
  closed: Type.Optional(Strict({ by: Person, at: Time, mayReopen: Type.Boolean() }))
})
export type Readers = Static<typeof Readers>
