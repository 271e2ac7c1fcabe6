// The shapes of the API's answers under one roof, and the few that the protocol states without a name.
import type { Person } from '@parley/protocol/api/events.ts'

export type { Alert, AlertChoices, AlertKind, AlertPage } from '@parley/protocol/api/alert.ts'
export type { Approval } from '@parley/protocol/api/approval.ts'
export type { Changed, ChangedGrant } from '@parley/protocol/api/changed.ts'
export type {
  ConnectedEvent,
  Conversation,
  ConversationEvent,
  ConversationPage,
  DeletionEvent,
  Events,
  MembershipEvent,
  MessageEvent,
  Person,
  RestoredEvent,
  Sent,
  TitledEvent,
  Via
} from '@parley/protocol/api/events.ts'
export type {
  Action,
  Activity,
  Answers,
  App,
  Grant,
  KnownLogin,
  Narrow,
  Preview,
  Until
} from '@parley/protocol/api/grant.ts'
export type { Friend, FriendRequest, Invite, InviteSeen, Me, Passkey, Session } from '@parley/protocol/api/people.ts'
export type { Receipt } from '@parley/protocol/api/partner.ts'
export type { Undo, Undoable, UndoWhat, Undone } from '@parley/protocol/api/undo.ts'
export type { Reader, Readers, Withhold, Withholding } from '@parley/protocol/api/withhold.ts'

export type Page<T> = { items: T[]; next?: string }
export type Blocked = { person: Person; at: string }
