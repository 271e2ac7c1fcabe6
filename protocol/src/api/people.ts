// Signing up and in, sessions, passkeys, friends.
import Type, { type Static } from 'typebox'
import { Person } from './events.ts'
import { Handle, Id, Page, PersonName, Strict, Time } from './scalars.ts'

/** Length is judged by the server with a reason (password_short, password_breached); this only bounds the work. */
export const Password = Type.String({ minLength: 1, maxLength: 256 })

export const SignUp = Strict({ handle: Handle, name: PersonName, password: Password })
export const SignUpPasskey = Strict({ handle: Handle, name: PersonName })
export const SignIn = Strict({ handle: Type.String({ minLength: 1, maxLength: 64 }), password: Password })

/** A WebAuthn response as the browser made it; checked by the WebAuthn library, so open here. `challenge` names the options it answers. */
export const PasskeyAnswer = Strict({
  challenge: Type.String({ maxLength: 256 }),
  response: Type.Object({}, { additionalProperties: true })
})
/** What a browser is given to make or use a passkey: WebAuthn's own options as JSON. */
export const PasskeyOptions = Strict({
  challenge: Type.String(),
  options: Type.Object({}, { additionalProperties: true })
})
/** Shows once more that it is the person: their password, or a passkey's answer to the options of signing in. */
export const Confirm = Type.Union([Strict({ password: Password }), PasskeyAnswer])
export type Confirm = Static<typeof Confirm>
export const AddPasskey = Strict({ ...PasskeyAnswer.properties, name: PersonName })
export const Rename = Strict({ name: PersonName })
export const SetPassword = Strict({ current: Type.Optional(Password), password: Password })
export const Me = Strict({
  id: Id,
  handle: Handle,
  name: PersonName,
  createdAt: Time,
  passkeys: Type.Integer({ minimum: 0 }),
  hasPassword: Type.Boolean(),
  /** Wishes to be told at once when somebody connects an app that reads. */
  hearsOfReaders: Type.Boolean()
})
export const HearOfReaders = Strict({ on: Type.Boolean() })
export type Me = Static<typeof Me>

export const Session = Strict({ id: Id, startedAt: Time, seenAt: Time, device: Type.String(), current: Type.Boolean() })
export type Session = Static<typeof Session>
export const SessionPage = Page(Session)
export type SessionPage = Static<typeof SessionPage>

export const Passkey = Strict({ id: Type.String(), name: Type.String(), addedAt: Time, usedAt: Type.Optional(Time) })
export type Passkey = Static<typeof Passkey>
export const PasskeyPage = Page(Passkey)
export type PasskeyPage = Static<typeof PasskeyPage>

/** How another person stands to the one who asks. */
export const Standing = Type.Union([
  Type.Literal('none'),
  Type.Literal('friend'),
  Type.Literal('asked'),
  Type.Literal('asks_you'),
  Type.Literal('blocked'),
  Type.Literal('you')
])
export type Standing = Static<typeof Standing>
export const PersonFound = Strict({ person: Person, standing: Standing })
export type PersonFound = Static<typeof PersonFound>

export const Friend = Strict({ person: Person, since: Time })
export type Friend = Static<typeof Friend>
export const FriendPage = Page(Friend)
export type FriendPage = Static<typeof FriendPage>
export const FriendRequest = Strict({
  person: Person,
  at: Time,
  direction: Type.Union([Type.Literal('in'), Type.Literal('out')])
})
export type FriendRequest = Static<typeof FriendRequest>
export const FriendRequestPage = Page(FriendRequest)
export type FriendRequestPage = Static<typeof FriendRequestPage>
export const Block = Strict({ person: Person, at: Time })
export type Block = Static<typeof Block>
export const BlockPage = Page(Block)
export type BlockPage = Static<typeof BlockPage>
export const AskFriend = Strict({ handle: Handle })
export const Invite = Strict({ url: Type.String(), endsAt: Time })
export type Invite = Static<typeof Invite>
export const InviteSeen = Strict({ person: Person, endsAt: Time })
export type InviteSeen = Static<typeof InviteSeen>
