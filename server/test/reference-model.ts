// What the rule of permissions says, in plain TypeScript, written apart from the SQL: tests hold the gate against it.
import type { MessageKind } from '@parley/protocol/api/message-kinds.ts'
import type { Answers } from '@parley/protocol/api/grant.ts'

type ModelMessage = {
  kind: 'message'
  id: string
  seq: number
  author: string
  /** The app that wrote it, when one did. */
  app: string | undefined
  replyTo: string | undefined
  content: MessageKind
  text: string
  deleted: boolean
  /** The app that deleted it, while its author can restore it. */
  keptFrom: string | undefined
  /** How often it was deleted or restored. */
  turns: number
}
type ModelEvent = ModelMessage | { kind: 'notice'; seq: number }

type ModelConversation = {
  id: string
  events: ModelEvent[]
  /** Who is in it now, each with the seq after which they see events. */
  members: Map<string, number>
}

type ModelGrant = {
  id: string
  person: string
  app: string
  answers: Answers
  /** For each conversation that was there: the seq after which the grant reads. */
  from: Map<string, number>
  ended: boolean
  /** As a whole, or in these conversations. */
  paused: boolean
  pausedIn: Set<string>
  /** Under a limit of messages a day: how many it was given today. No test lasts past midnight. */
  readToday: number
}

export type Disclosed = {
  id: string
  text: string | undefined
  replyTo: string | undefined
  own: boolean | undefined
  withheld: true | undefined
}

/** From one app or all, in one conversation or all. */
type Withheld = { author: string; app: string | undefined; conversation: string | undefined }

export class ReferenceModel {
  readonly conversations = new Map<string, ModelConversation>()
  readonly grants = new Map<string, ModelGrant>()
  withheld: Withheld[] = []
  /** Groups without apps, and who closed them. */
  readonly closed = new Map<string, string>()
  /** Apps that are suspended, and people whose account is closed. */
  readonly suspended = new Set<string>()
  readonly gone = new Set<string>()

  open(id: string, members: string[]): void {
    this.conversations.set(id, { id, events: [], members: new Map(members.map((person) => [person, 0])) })
  }

  conversation(id: string): ModelConversation {
    const found = this.conversations.get(id)
    if (!found) throw new Error(`The model has no conversation ${id}`)
    return found
  }

  #nextSeq(conversation: ModelConversation): number {
    return conversation.events.length + 1
  }

  write(
    conversationId: string,
    message: { id: string; author: string; app?: string; replyTo?: string; kind: MessageKind; text: string }
  ): void {
    const conversation = this.conversation(conversationId)
    const { id, author, app, replyTo, kind, text } = message
    conversation.events.push({
      kind: 'message',
      id,
      seq: this.#nextSeq(conversation),
      author,
      app,
      replyTo,
      content: kind,
      text,
      deleted: false,
      keptFrom: undefined,
      turns: 0
    })
  }

  /** app: which one deleted it. Whoever deletes again what an app deleted has only what was kept gone. */
  remove(conversationId: string, message: string, app?: string): void {
    const conversation = this.conversation(conversationId)
    const target = conversation.events.find((event) => event.kind === 'message' && event.id === message) as ModelMessage
    if (target.deleted) target.keptFrom = undefined
    else this.#turn(conversation, target, app)
  }

  #turn(conversation: ModelConversation, message: ModelMessage, keptFrom: string | undefined): void {
    message.deleted = !message.deleted
    message.keptFrom = keptFrom
    message.turns++
    conversation.events.push({ kind: 'notice', seq: this.#nextSeq(conversation) })
  }

  /** Undoes what an app did for a person, where they are now; returns how many messages that is. */
  undo(
    what: 'deleted' | 'written',
    person: string,
    app: string,
    only: { conversation?: string; message?: string }
  ): number {
    let undone = 0
    for (const conversation of this.conversations.values()) {
      const joined = conversation.members.get(person)
      if (joined === undefined || (only.conversation ?? conversation.id) !== conversation.id) continue
      for (const message of conversation.events.filter((event) => event.kind === 'message')) {
        if (message.author !== person || message.seq <= joined) continue
        if (only.message !== undefined && message.id !== only.message) continue
        if (what === 'deleted' ? message.keptFrom !== app : message.deleted || message.app !== app) continue
        this.#turn(conversation, message, undefined)
        undone++
      }
    }
    return undone
  }

  join(conversationId: string, person: string): void {
    const conversation = this.conversation(conversationId)
    conversation.members.set(person, conversation.events.length)
    conversation.events.push({ kind: 'notice', seq: this.#nextSeq(conversation) })
  }

  leave(conversationId: string, person: string): void {
    const conversation = this.conversation(conversationId)
    conversation.events.push({ kind: 'notice', seq: this.#nextSeq(conversation) })
    conversation.members.delete(person)
  }

  /** Closes an account: its permissions end, and what it wrote is gone for everybody. */
  erase(person: string): void {
    this.gone.add(person)
    for (const grant of this.grants.values()) if (grant.person === person) grant.ended = true
    for (const conversation of this.conversations.values()) {
      if (conversation.members.has(person)) this.leave(conversation.id, person)
      for (const event of conversation.events.filter((one) => one.kind === 'message'))
        if (event.author === person) this.remove(conversation.id, event.id)
    }
  }

  give(id: string, person: string, app: string, answers: Answers): void {
    for (const grant of this.grants.values()) if (grant.person === person && grant.app === app) grant.ended = true
    const from = new Map<string, number>()
    for (const conversation of this.conversations.values()) {
      const reached = answers.where === 'all' || answers.conversations.includes(conversation.id)
      if (!reached || !conversation.members.has(person)) continue
      from.set(conversation.id, answers.from === 'all_history' ? 0 : conversation.events.length)
    }
    this.grants.set(id, {
      id,
      person,
      app,
      answers,
      from,
      ended: false,
      paused: false,
      pausedIn: new Set(),
      readToday: 0
    })
  }

  narrow(id: string, answers: Answers): void {
    const grant = this.grant(id)
    if (grant.answers.where === 'all' && answers.where === 'chosen') {
      for (const conversation of answers.conversations)
        if (!grant.from.has(conversation)) grant.from.set(conversation, 0)
    }
    grant.answers = answers
  }

  end(id: string): void {
    this.grant(id).ended = true
  }

  grant(id: string): ModelGrant {
    const found = this.grants.get(id)
    if (!found) throw new Error(`The model has no grant ${id}`)
    return found
  }

  /** Whether an app can act under a grant at all. */
  isLive(id: string): boolean {
    const { ended, paused, app } = this.grant(id)
    return !ended && !paused && !this.suspended.has(app)
  }

  /** The conversations that a grant reaches now. */
  reach(id: string): string[] {
    const { person, answers } = this.grant(id)
    return [...this.conversations.values()]
      .filter((conversation) => conversation.members.has(person))
      .filter(({ id: place }) => !this.closed.has(place) && !this.grant(id).pausedIn.has(place))
      .filter((conversation) => answers.where === 'all' || answers.conversations.includes(conversation.id))
      .map((conversation) => conversation.id)
      .toSorted()
  }

  /** What a read of one conversation discloses; 'refused' or 'missing' when it discloses nothing. */
  read(id: string, conversationId: string): Disclosed[] | 'refused' | 'missing' {
    const grant = this.grant(id)
    if (grant.ended || grant.paused || !grant.answers.actions.includes('read')) return 'refused'
    if (!this.reach(id).includes(conversationId)) return 'missing'
    const conversation = this.conversation(conversationId)
    const start = Math.max(grant.from.get(conversationId) ?? 0, conversation.members.get(grant.person) ?? 0)
    const messages = conversation.events.filter((event): event is ModelMessage => event.kind === 'message')
    const byApp = (message: ModelMessage | undefined): boolean =>
      message?.author === grant.person && message.app === grant.app
    const answered = (message: ModelMessage) => messages.find((other) => other.id === message.replyTo)
    const seen = messages.filter(
      (message) =>
        message.seq > start &&
        this.#isOfKind(message, grant, conversationId) &&
        (grant.answers.messages === 'any' || byApp(message) || byApp(answered(message)))
    )
    return seen.map((message) => {
      if (this.isWithheld(message.author, grant.app, conversationId))
        return { id: message.id, text: undefined, replyTo: undefined, own: undefined, withheld: true }
      return {
        id: message.id,
        text: message.deleted ? undefined : message.text,
        // An answered message that is not disclosed itself is not named.
        replyTo: seen.some((other) => other.id === message.replyTo) ? message.replyTo : undefined,
        own: byApp(message),
        withheld: undefined
      }
    })
  }

  // A placeholder would tell the kind, so there is none under a grant for some kinds.
  #isOfKind(message: ModelMessage, { answers, app }: ModelGrant, conversation: string): boolean {
    if (!answers.kinds) return true
    return answers.kinds.includes(message.content) && !this.isWithheld(message.author, app, conversation)
  }

  /** What comes of asking for these messages page by page, with what is left of the grant's budget; it is spent then. */
  spend(id: string, wanted: Disclosed[], limit: number): (Disclosed | 'budget_used')[] {
    const grant = this.grant(id)
    const { perDay } = grant.answers
    if (perDay === undefined) return wanted
    for (let place = 0; ;) {
      const left = perDay - grant.readToday
      if (left <= 0) return [...wanted.slice(0, place), 'budget_used']
      const page = wanted.slice(place, place + Math.min(limit, left))
      grant.readToday += page.filter(({ withheld }) => !withheld).length
      place += page.length
      if (page.length < Math.min(limit, left)) return wanted.slice(0, place)
    }
  }

  isWithheld(author: string, app: string, conversation: string): boolean {
    return this.withheld.some(
      (one) =>
        one.author === author &&
        (one.app === undefined || one.app === app) &&
        (one.conversation === undefined || one.conversation === conversation)
    )
  }
}
