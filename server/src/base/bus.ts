// Tells open sockets of this process that something was committed. A nudge only: the database stays the truth.
import { EventEmitter } from 'node:events'

export type Nudge =
  /** New events stand in a conversation. */
  | { topic: 'events'; conversation: string }
  /** Somebody joined or left: who must be told of this conversation has changed. */
  | { topic: 'members'; conversation: string }
  /** One of a person's lists changed. */
  | { topic: 'person'; person: string; changed: 'friends' | 'conversations' | 'grants' | 'activity' | 'sessions' }
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
