// One open socket of a person: what is sent on it, how much may wait in it, and how it ends.
import type { Duplex } from 'node:stream'
import type { ConversationEvent } from '@parley/protocol/api/events.ts'
import type { ServerFrame } from '@parley/protocol/api/live.ts'
import type { WebSocket } from 'ws'
import { newId } from '../base/random.ts'
import { hasSeen, type Seen } from './seen.ts'

/** An event, and the transaction that committed it. */
export type Committed = { event: ConversationEvent; xid: number }

/** Events of one conversation on their way to many sockets, written out once for all of them. */
export type Delivery = { conversation: string; events: readonly Committed[]; frame: Buffer }

/** Close codes: RFC 6455 §7.4, and 4401 for a session that has ended. */
export const closeCodes = { goingAway: 1001, abuse: 1008, bug: 1011, again: 1012, slow: 1013, signedOut: 4401 } as const

// A reader that is this far behind is cut off; it resumes from its cursor and misses nothing.
const waitingBytesMax = 2 * 1024 * 1024
const closeMs = 3000

export const eventsFrame = (conversation: string, events: readonly ConversationEvent[]): Buffer =>
  Buffer.from(JSON.stringify({ type: 'events', conversation, events }))

// Frames of one turn of the event loop leave in one system call per socket.
const corked = new Set<Duplex>()
const uncorkAll = (): void => {
  for (const socket of corked) socket.uncork()
  corked.clear()
}
const cork = (socket: Duplex): void => {
  if (corked.has(socket)) return
  if (corked.size === 0) setImmediate(uncorkAll)
  corked.add(socket)
  socket.cork()
}

export class Connection {
  readonly id = newId()
  readonly person: string
  readonly session: string
  readonly #ws: WebSocket
  readonly #socket: Duplex
  /** Deliveries that arrived before the resume was through; undefined from then on. */
  #early: Delivery[] | undefined = []
  #earlyBytes = 0
  /** What the resume has seen, it delivers itself; the channels deliver the rest. */
  #seen: Seen | undefined
  #closed = false
  #answering = true

  constructor(ws: WebSocket, socket: Duplex, who: { person: string; session: string }) {
    this.#ws = ws
    this.#socket = socket
    this.person = who.person
    this.session = who.session
    ws.on('pong', () => {
      this.#answering = true
    })
  }

  /** Nothing is sent or heard any more. */
  get closed(): boolean {
    return this.#closed
  }

  /** Asks whether the other side is there; it is given up when it has not answered the last time. */
  ping(): void {
    if (this.#answering) this.#ws.ping()
    else this.#ws.terminate()
    this.#answering = false
  }

  send(frame: ServerFrame): void {
    this.#write(Buffer.from(JSON.stringify(frame)))
  }

  /** Sends and waits until the system has taken it, so that a long backlog is never in memory as a whole. */
  sendAndWait(frame: Buffer): Promise<void> {
    if (this.#closed) return Promise.resolve()
    // A failed write closes the socket; whoever waits here then sees `closed`.
    return new Promise((resolve) => this.#ws.send(frame, { binary: false }, () => resolve()))
  }

  /** From a channel. What the resume has seen is not for here, however late the channel comes to it. */
  deliver(delivery: Delivery): void {
    const unseen = this.#unseen(delivery)
    if (!unseen) return
    if (!this.#early) {
      this.#write(unseen.frame)
      return
    }
    this.#early.push(unseen)
    this.#earlyBytes += unseen.frame.length
    if (this.#earlyBytes > waitingBytesMax) this.close(closeCodes.slow, 'too far behind')
  }

  #unseen(delivery: Delivery): Delivery | undefined {
    const seen = this.#seen
    if (!seen) return delivery
    const { conversation, events } = delivery
    if (!events.some(({ xid }) => hasSeen(seen, xid))) return delivery
    const unseen = events.filter(({ xid }) => !hasSeen(seen, xid))
    if (unseen.length === 0) return undefined
    return {
      conversation,
      events: unseen,
      frame: eventsFrame(
        conversation,
        unseen.map(({ event }) => event)
      )
    }
  }

  /** The resume delivers what this snapshot has seen. */
  startFrom(seen: Seen): void {
    const early = this.#early ?? []
    this.#seen = seen
    this.#early = []
    this.#earlyBytes = 0
    for (const delivery of early) if (!this.#closed) this.deliver(delivery)
  }

  /** The resume is through: says so, then sends what came meanwhile. */
  becomeReady(cursor: string): void {
    this.send({ type: 'ready', cursor })
    const early = this.#early ?? []
    this.#early = undefined
    for (const { frame } of early) this.#write(frame)
  }

  #write(frame: Buffer): void {
    if (this.#closed) return
    cork(this.#socket)
    this.#ws.send(frame, { binary: false })
    if (this.#socket.writableLength > waitingBytesMax) this.close(closeCodes.slow, 'too far behind')
  }

  /** Ends the socket: politely, and by force when the other side does not answer. */
  close(code: number, reason: string): void {
    if (this.#closed) return
    this.#closed = true
    this.#early = undefined
    this.#ws.close(code, reason)
    setTimeout(() => this.#ws.terminate(), closeMs).unref()
  }
}
