// What the two texts of an entry say, for each kind of entry (docs/spec/log.md, "Texts").
import {
  count,
  countFromOne,
  FieldError,
  fields,
  fieldsAndPerhaps,
  flag,
  hex32,
  id,
  list,
  oneOf,
  orNull,
  type Read,
  text,
  textLike,
  time
} from './fields.ts'
import { type Json, parseStrictJson } from './strict-json.ts'

/** Empty where the author's account is erased. */
const authorLid = textLike(/^(?:[0-9a-f]{64})?$/, 'a lid')
const head = { v: oneOf(1), id, at: time }

const messageKind = oneOf('text', 'song', 'film', 'episode', 'receipt', 'link')
export type MessageKind = ReturnType<typeof messageKind>

/** [message, place of its author in from, commitment in base64, 1 when it is deleted, seq, the own message that it answers], perhaps its kind. */
export type Item = {
  message: string
  author: number
  commitment: string
  isDeleted: boolean
  /** Its place in the conversation. */
  seq: number
  /** Under a grant for own messages: which message of the app this one answers. */
  answers: string | null
  /** Under a grant limited to kinds: what it is. */
  kind?: MessageKind
}

const commitment = textLike(/^[A-Za-z0-9+/]{43}=$/, 'a commitment')

const item: Read<Item> = (value, where) => {
  if (!Array.isArray(value) || (value.length !== 6 && value.length !== 7))
    throw new FieldError(`${where} is not an item`)
  const [message, author, hash, deleted, seq, target, kind] = value
  return {
    message: id(message, `${where}[0]`),
    author: count(author, `${where}[1]`),
    commitment: commitment(hash, `${where}[2]`),
    isDeleted: oneOf(0, 1)(deleted, `${where}[3]`) === 1,
    seq: count(seq, `${where}[4]`),
    answers: orNull(id)(target, `${where}[5]`),
    ...(value.length === 7 && { kind: messageKind(kind, `${where}[6]`) })
  }
}

const place: Read<{ conversation: string; fromSeq: number }> = (value, where) => {
  if (!Array.isArray(value) || value.length !== 2) throw new FieldError(`${where} is not a conversation and a place`)
  return { conversation: id(value[0], `${where}[0]`), fromSeq: count(value[1], `${where}[1]`) }
}

const answers = fieldsAndPerhaps(
  {
    actions: list(oneOf('read', 'write', 'delete'), 3),
    friends: flag,
    all: flag,
    conversations: list(place),
    own: flag,
    history: flag,
    until: oneOf('once', 'hour', 'day', '30_days', '90_days', 'until_revoked'),
    ends: orNull(time),
    why: text
  },
  { kinds: list(messageKind, 6), perDay: countFromOne }
)
export type GrantAnswers = ReturnType<typeof answers>

const shared = {
  open: fields({ ...head, t: oneOf('open') }),
  register: fields({ ...head, t: oneOf('register'), app: hex32 }),
  key: fields({ ...head, t: oneOf('key'), app: hex32 }),
  suspend: fields({ ...head, t: oneOf('suspend', 'restore'), app: hex32 }),
  grant: fields({ ...head, t: oneOf('give', 'narrow', 'pause', 'resume', 'revoke', 'end'), app: hex32 }),
  access: fields({
    ...head,
    t: oneOf('read', 'write', 'delete'),
    app: hex32,
    /** Whose permission it was; the other members are told, so that no access passes for one under somebody else's. */
    who: hex32,
    conv: id,
    n: count,
    from: list(authorLid)
  }),
  list: fields({ ...head, t: oneOf('list'), app: hex32, n: count }),
  withhold: fields({ ...head, t: oneOf('withhold', 'allow'), lid: hex32, app: orNull(hex32), conv: orNull(id) }),
  close: fields({ ...head, t: oneOf('close', 'reopen'), lid: hex32, conv: id }),
  undo: fields({
    ...head,
    t: oneOf('undo'),
    app: hex32,
    who: hex32,
    conv: id,
    what: oneOf('restore', 'take_back'),
    n: count
  }),
  decision: fields({ ...head, t: oneOf('approve', 'deny'), app: hex32 }),
  passkey: fields({ ...head, t: oneOf('passkey') }),
  erase: fields({ ...head, t: oneOf('erase'), n: count }),
  staff: fields({ ...head, t: oneOf('staff') })
}

const access = { g: id, who: hex32, req: orNull(hex32), why: text }
const owner = {
  open: fields({ who: hex32 }),
  register: fieldsAndPerhaps(
    { who: hex32, client: text, name: text, owner: text, purpose: text, why: text, bearer: flag },
    { agent: flag }
  ),
  key: fields({ who: hex32, jkt: textLike(/^[A-Za-z0-9_-]{43}$/, 'a thumbprint') }),
  suspend: fields({ who: hex32, because: text }),
  grant: fieldsAndPerhaps(
    { g: id, who: hex32, because: orNull(text), answers, consent: orNull(hex32) },
    { signed: orNull(hex32), conv: orNull(id) }
  ),
  access: fields({ ...access, from: list(authorLid), items: list(item) }),
  list: fields({ ...access, what: oneOf('conversations', 'friends'), items: list(text) }),
  withhold: fields({ who: hex32 }),
  close: fields({ who: hex32 }),
  undo: fields({ who: hex32, items: list(item) }),
  decision: fields({ g: id, who: hex32, conv: id, message: id, content: hex32, answers: orNull(id) }),
  passkey: fields({ who: hex32, credential: text, key: text }),
  erase: fields({ who: hex32 }),
  staff: fields({ who: hex32, what: text, because: text })
}

export type Frame = keyof typeof shared
export type SharedText = { [F in Frame]: { frame: F } & ReturnType<(typeof shared)[F]> }[Frame]
export type OwnerTextOf<F extends Frame> = { frame: F } & ReturnType<(typeof owner)[F]>
export type OwnerText = { [F in Frame]: OwnerTextOf<F> }[Frame]

const frames: Record<string, Frame> = {
  open: 'open',
  register: 'register',
  key: 'key',
  suspend: 'suspend',
  restore: 'suspend',
  give: 'grant',
  narrow: 'grant',
  pause: 'grant',
  resume: 'grant',
  revoke: 'grant',
  end: 'grant',
  read: 'access',
  write: 'access',
  delete: 'access',
  list: 'list',
  withhold: 'withhold',
  allow: 'withhold',
  close: 'close',
  reopen: 'close',
  undo: 'undo',
  approve: 'decision',
  deny: 'decision',
  passkey: 'passkey',
  erase: 'erase',
  staff: 'staff'
}

const kindOf = (json: Json): Frame => {
  const kind = json !== null && typeof json === 'object' && !Array.isArray(json) ? json['t'] : undefined
  const frame = typeof kind === 'string' && Object.hasOwn(frames, kind) ? frames[kind] : undefined
  if (!frame) throw new FieldError('shared.t is not a kind of entry')
  return frame
}

/** Throws JsonError or FieldError when the text is not one of version 1. */
export const parseShared = (stored: string): SharedText => {
  const json = parseStrictJson(stored)
  const frame = kindOf(json)
  return { frame, ...shared[frame](json, 'shared') } as SharedText
}

/** The owner text that belongs to a shared text of a frame. Throws JsonError or FieldError. */
export const parseOwner = <F extends Frame>(frame: F, stored: string): OwnerTextOf<F> =>
  ({ frame, ...owner[frame](parseStrictJson(stored), 'owner') }) as OwnerTextOf<F>
