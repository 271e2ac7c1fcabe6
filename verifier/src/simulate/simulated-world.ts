// People, apps, conversations and permissions on a simulated log; each operation leaves the entry that the platform leaves.
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { toHex } from '@parley/protocol/log/hex.ts'
import { sha256 } from '@parley/protocol/log/sha256.ts'
import { toUtf8 } from '@parley/protocol/log/utf8.ts'
import { type AppKey, makeAppKey } from './app-key.ts'
import { makeParty, type Party, record, type SimulatedLog } from './simulated-log.ts'

export type Message = {
  id: string
  seq: number
  author: Party
  app?: Party
  answers?: string
  isDeleted?: boolean
  kind?: string
}
export type Conversation = { id: string; members: Party[]; messages: Message[] }
export type App = Party & {
  key: AppKey
  registration: number
  keyEntry: number
  hasSigned: boolean
  isAgent: boolean
}
export type Answers = {
  actions: ('read' | 'write' | 'delete')[]
  friends: boolean
  all: boolean
  conversations: [string, number][]
  own: boolean
  history: boolean
  until: string
  ends: string | null
  why: string
  kinds?: string[]
  perDay?: number
}
export type Grant = { id: string; party: Party; person: Party; app: App; answers: Answers; isOver: boolean }

export const purpose = 'dpv:RequestedServiceProvision'

export const openPerson = (log: SimulatedLog): Party => {
  const person = makeParty(log, 'person')
  record(log, { shared: { t: 'open' }, owner: { who: person.lid }, parties: [person] })
  return person
}

export const registerApp = async (
  log: SimulatedLog,
  name: string,
  { hasSigned = true, isAgent = false } = {}
): Promise<App> => {
  const party = makeParty(log, 'app')
  const key = await makeAppKey(log.appKeys?.bytes())
  const owner = {
    who: party.lid,
    client: name.toLowerCase(),
    name,
    owner: `${name} Ltd`,
    purpose: 'Plays music',
    why: purpose,
    bearer: !hasSigned,
    ...(isAgent && { agent: true })
  }
  const registration = record(log, { shared: { t: 'register', app: party.lid }, owner, parties: [party] })
  const keyEntry = record(log, {
    shared: { t: 'key', app: party.lid },
    owner: { who: party.lid, jkt: key.jkt },
    parties: [party]
  })
  // The party itself grows with each entry, so it is not copied.
  return Object.assign(party, { key, registration, keyEntry, hasSigned, isAgent })
}

export const openConversation = ({ random }: SimulatedLog, members: Party[]): Conversation => ({
  id: random.id(),
  members,
  messages: []
})

export const say = (
  { random }: SimulatedLog,
  conversation: Conversation,
  author: Party,
  more: Partial<Message> = {}
): Message => {
  const message = { id: random.id(), seq: conversation.messages.length + 1, author, ...more }
  conversation.messages.push(message)
  return message
}

const consentText = (app: App, { actions }: Answers): string =>
  `May the app ${app.lid} ${actions.join(', ')} your messages?`

const recordGrant = (
  log: SimulatedLog,
  t: string,
  { id, party, person, app, answers }: Grant,
  because: string | null = null
): number => {
  const text = consentText(app, answers)
  const owner = { g: id, who: person.lid, because, answers, consent: toHex(sha256(toUtf8(text))) }
  const parties = [person, app, party]
  return record(log, { shared: { t, app: app.lid }, owner, parties, ...(t === 'give' && { consent: text }) })
}

export const leastAnswers: Answers = {
  actions: ['read'],
  friends: false,
  all: true,
  conversations: [],
  own: false,
  history: true,
  until: 'until_revoked',
  ends: null,
  why: purpose
}

export const give = (log: SimulatedLog, person: Party, app: App, answers: Partial<Answers> = {}): Grant => {
  const id = log.random.id()
  const grant = {
    id,
    party: makeParty(log, 'grant', id),
    person,
    app,
    answers: { ...leastAnswers, ...answers },
    isOver: false
  }
  recordGrant(log, 'give', grant)
  return grant
}

export const change = (
  log: SimulatedLog,
  grant: Grant,
  t: 'give' | 'narrow' | 'pause' | 'resume' | 'revoke' | 'end',
  answers: Partial<Answers> = {}
): number => {
  grant.answers = { ...grant.answers, ...answers }
  if (t === 'revoke' || t === 'end') grant.isOver = true
  return recordGrant(log, t, grant, t === 'narrow' ? null : t === 'end' ? 'expired' : 'revoked')
}

const methods: Record<string, string> = { read: 'GET', list: 'GET', write: 'POST', delete: 'DELETE' }

/** The app's proof for a request, and its hash as the entry states it. */
export const request = async (
  log: SimulatedLog,
  { key, hasSigned }: App,
  t: string,
  path: string
): Promise<{ proof?: string; req: string | null }> => {
  if (!hasSigned) return { req: null }
  const proof = await key.prove(methods[t] ?? t, `https://parley.example${path}`, log.nowMs, log.random.id())
  return { proof, req: toHex(sha256(toUtf8(proof))) }
}

const commitmentOf = (id: string, seq: number): string => toBase64(sha256(toUtf8(`${id} ${seq}`)))

export type Access = {
  t: 'read' | 'write' | 'delete'
  conversation: Conversation
  messages: Message[]
  /** What a dishonest platform or app does differently. */
  shared?: Record<string, unknown>
  owner?: Record<string, unknown>
  parties?: Party[]
  path?: string
}

/** An access under a permission; whether it is allowed is not asked here. */
export const access = async (
  log: SimulatedLog,
  grant: Grant,
  { t, conversation, messages, ...other }: Access
): Promise<number> => {
  const { app, person, answers, party } = grant
  const path = `/v1/conversations/${conversation.id}/messages${t === 'delete' ? `/${messages[0]?.id}` : ''}`
  const { proof, req } = await request(log, app, t, other.path ?? path)
  const authors = [...new Set(messages.map(({ author }) => author.lid))].toSorted()
  const items = messages.map(({ id, seq, author, answers: target, isDeleted, kind }) => [
    id,
    authors.indexOf(author.lid),
    commitmentOf(id, seq),
    isDeleted ? 1 : 0,
    seq,
    target ?? null,
    ...(answers.kinds ? [kind ?? 'text'] : [])
  ])
  const shared = {
    t,
    app: app.lid,
    who: person.lid,
    conv: conversation.id,
    n: messages.length,
    from: authors,
    ...other.shared
  }
  const owner = { g: grant.id, who: person.lid, from: authors, items, req, why: answers.why, ...other.owner }
  const parties = other.parties ?? [...conversation.members, app, party]
  return record(log, { shared, owner, parties, ...(proof !== undefined && { proof }) })
}

export const list = async (
  log: SimulatedLog,
  grant: Grant,
  what: 'conversations' | 'friends',
  items: string[]
): Promise<number> => {
  const { app, person, answers, party } = grant
  const { proof, req } = await request(log, app, 'list', `/v1/${what}`)
  const owner = { g: grant.id, who: person.lid, what, items, req, why: answers.why }
  const shared = { t: 'list', app: app.lid, n: items.length }
  return record(log, { shared, owner, parties: [person, app, party], ...(proof !== undefined && { proof }) })
}

export const withhold = (
  log: SimulatedLog,
  t: 'withhold' | 'allow',
  author: Party,
  app: App | null,
  conversation: Conversation
): number =>
  record(log, {
    shared: { t, lid: author.lid, app: app?.lid ?? null, conv: conversation.id },
    owner: { who: author.lid },
    parties: conversation.members
  })

/** A person decides about a message that an agent wants to write. */
export const decide = (
  log: SimulatedLog,
  t: 'approve' | 'deny',
  { id, party, person, app }: Grant,
  conversation: Conversation,
  message: Message
): number =>
  record(log, {
    shared: { t, app: app.lid },
    owner: {
      g: id,
      who: person.lid,
      conv: conversation.id,
      message: message.id,
      content: toHex(sha256(toUtf8(message.id))),
      answers: null
    },
    parties: [person, app, party]
  })

/** A person undoes what an app did: for all members, and the app. */
export const undo = (
  log: SimulatedLog,
  what: 'restore' | 'take_back',
  { person, app }: Pick<Grant, 'person' | 'app'>,
  conversation: Conversation,
  messages: Message[]
): number =>
  record(log, {
    shared: { t: 'undo', app: app.lid, who: person.lid, conv: conversation.id, what, n: messages.length },
    owner: {
      who: person.lid,
      items: messages.map(({ id, seq }) => [id, 0, commitmentOf(id, seq), what === 'restore' ? 0 : 1, seq, null])
    },
    parties: [...conversation.members, app]
  })
