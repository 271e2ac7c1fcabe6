// Sends people's messages: collects what comes at about the same time into one transaction, which is what makes sending cheap.
import type { ConversationEvent, MessageEvent, Sent } from '@parley/protocol/api/events.ts'
import type { Bus } from '../base/bus.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { appendMessages, type Appended, type OutgoingMessage } from './append-messages.ts'

const batchMessagesMax = 200
const queueMessagesMax = 20_000

const codes = {
  reused: 'id_reused',
  missing: 'conversation_missing',
  not_friends: 'not_friends',
  no_reply_target: 'reply_target_missing'
} as const

type Waiting = { message: OutgoingMessage; resolve: (sent: Sent) => void; reject: (error: unknown) => void }

const settle = ({ message, resolve, reject }: Waiting, { status, seq, at }: Appended): void => {
  if (status === 'ok' || status === 'repeated') resolve({ id: message.id, seq, at: at.toISOString() })
  else reject(new Refusal(codes[status]))
}

const eventOf = ({ id, person, content, replyTo }: OutgoingMessage, { seq, at }: Appended): MessageEvent => ({
  kind: 'message',
  seq,
  id,
  at: at.toISOString(),
  person,
  ...content,
  ...(replyTo !== undefined && { replyTo })
})

// The events of a batch go to the live sockets as they are: within one conversation they follow one another without gaps.
const publish = (bus: Bus, batch: readonly Waiting[], results: readonly Appended[]): void => {
  const byConversation = new Map<string, ConversationEvent[]>()
  for (const [place, { message }] of batch.entries()) {
    const result = results[place]
    if (result?.status !== 'ok') continue
    const events = byConversation.get(message.conversation)
    if (events) events.push(eventOf(message, result))
    else byConversation.set(message.conversation, [eventOf(message, result)])
  }
  const xid = results[0]!.xid
  for (const [conversation, events] of byConversation) {
    bus.publish({ topic: 'events', conversation, committed: { xid, events } })
  }
}

// SQLSTATE classes: data exception, integrity constraint violation, transaction rollback. Any other failure would meet each message.
const isAboutData = (error: unknown): boolean => /^(?:22|23|40)...$/.test((error as { code?: string }).code ?? '')

/**
 * One queue with at most one statement in flight. A conversation always uses the same lane, so its messages keep the order in which
 * they came, and no batch waits for another one's lock.
 */
class Lane {
  readonly #sql: Sql
  readonly #bus: Bus
  #queue: Waiting[] = []
  #running: Promise<void> | undefined

  constructor(sql: Sql, bus: Bus) {
    this.#sql = sql
    this.#bus = bus
  }

  add(waiting: Waiting): void {
    if (this.#queue.length >= queueMessagesMax) {
      waiting.reject(new Refusal('rate_limited', { retryAfter: 1 }))
      return
    }
    this.#queue.push(waiting)
    this.#running ??= this.#run()
  }

  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    // What else arrives in this turn of the event loop belongs into the first batch.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#queue.length > 0) await this.#send(this.#queue.splice(0, batchMessagesMax))
    this.#running = undefined
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    let results: Appended[]
    try {
      results = await appendMessages(
        this.#sql,
        batch.map((waiting) => waiting.message)
      )
    } catch (error) {
      // One message that the database cannot take must not take its neighbours with it.
      if (batch.length > 1 && isAboutData(error)) for (const waiting of batch) await this.#send([waiting])
      else for (const waiting of batch) waiting.reject(error)
      return
    }
    for (const [place, waiting] of batch.entries()) settle(waiting, results[place]!)
    publish(this.#bus, batch, results)
    // After a lost answer a message is found repeated: its event is then known to the database only.
    for (const [place, { message }] of batch.entries()) {
      if (results[place]?.status === 'repeated')
        this.#bus.publish({ topic: 'events', conversation: message.conversation })
    }
  }
}

export class MessageSender {
  readonly #lanes: Lane[]

  constructor({ sql, bus }: { sql: Sql; bus: Bus }) {
    this.#lanes = [new Lane(sql, bus), new Lane(sql, bus)]
  }

  /**
   * Takes the message's place in the order at once; resolves when it is durable. The same id with the same content by the same person
   * answers with the first result. Throws rate_limited (the whole platform is too busy), conversation_missing, not_friends,
   * reply_target_missing, id_reused. The caller has spent the person's limit.
   */
  send(message: OutgoingMessage): Promise<Sent> {
    const lane = this.#lanes[Number.parseInt(message.conversation.slice(0, 8), 16) % this.#lanes.length]!
    return new Promise((resolve, reject) => lane.add({ message, resolve, reject }))
  }

  /** Resolves when nothing is in flight any more. */
  async idle(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.idle()))
  }
}
