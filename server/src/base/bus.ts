// Tells open sockets of this process that something was committed. A nudge only: the database stays the truth.
import { EventEmitter } from 'node:events'
import type { ConversationEvent } from '@parley/protocol/api/events.ts'

/** Events that one transaction committed in one conversation, in order without gaps. */
export type Committed = { xid: number; events: readonly ConversationEvent[] }

export type Nudge =
  /** New events stand in a conversation. committed: they themselves, where the publisher has them at hand. */
  | { topic: 'events'; conversation: string; committed?: Committed }
  /** A person sees a conversation from now on: the events after this seq. Leaving needs no nudge, the event says it. */
  | { topic: 'joined'; conversation: string; person: string; afterSeq: number }
  /** A person has read up to here. socket: the one that said so, which need not be told. */
  | { topic: 'read'; person: string; conversation: string; seq: number; socket?: string }
  /** One of a person's lists changed. */
  | {
      topic: 'person'
      person: string
      changed: 'friends' | 'conversations' | 'grants' | 'activity' | 'sessions' | 'alerts' | 'approvals'
    }
  /** A session ended, or all of a person's sessions but `except`. */
  | { topic: 'signed_out'; person: string; session?: string; except?: string }

export class Bus {
  readonly #emitter = new EventEmitter().setMaxListeners(0)

  publish(nudge: Nudge): void {
    this.#emitter.emit(nudge.topic, nudge)
  }

  /** Returns the function that ends the subscription. */
  subscribe<T extends Nudge['topic']>(topic: T, hear: (nudge: Extract<Nudge, { topic: T }>) => void): () => void {
    this.#emitter.on(topic, hear)
    return () => this.#emitter.off(topic, hear)
  }
}
