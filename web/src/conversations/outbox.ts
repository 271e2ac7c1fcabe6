// Messages on their way out: sent one after another per conversation, kept over a reload, tried again under the same id.
import { ApiError } from '../api/api-error.ts'
import type { Sent } from '../api/shapes.ts'
import { createStore } from '../live/create-store.ts'

/**
 * state: waiting for its turn or the connection, sending, or refused (the person decides: again or not). error: of the last try; it
 * stays while the next one runs.
 */
export type Outgoing = {
  clientId: string
  conversation: string
  at: string
  text: string
  replyTo?: string
  state: 'waiting' | 'sending' | 'refused'
  error?: unknown
}
export type Outbox = ReturnType<typeof createOutbox>
type Messages = ReturnType<typeof createMessages>
type Delivery = {
  /** Must be safe to repeat with the same clientId. */
  deliver: (message: Outgoing) => Promise<Sent>
  /** Told before the message leaves the outbox. */
  sent: (message: Outgoing, answer: Sent) => void
}

const firstWaitMs = 2_000
const longestWaitMs = 30_000

const createMessages = (prefix: string, storage: Storage) => {
  const store = createStore<readonly Outgoing[]>(restore(prefix, storage))
  return {
    get: store.get,
    subscribe: store.subscribe,
    add: (message: Omit<Outgoing, 'state' | 'error'>) => {
      storage.setItem(prefix + message.clientId, JSON.stringify(message))
      store.set([...store.get(), { ...message, state: 'waiting' }])
    },
    change: (clientId: string, state: Outgoing['state'], error?: unknown) =>
      store.set(store.get().map((one) => (one.clientId === clientId ? { ...one, state, error } : one))),
    drop: (clientId: string) => {
      storage.removeItem(prefix + clientId)
      store.set(store.get().filter((one) => one.clientId !== clientId))
    }
  }
}

/** Sends what waits in one conversation, in order, until nothing waits or the connection is lost; then milliseconds to wait. */
const drain = async (messages: Messages, { deliver, sent }: Delivery, conversation: string, waitMs: number) => {
  for (;;) {
    const next = messages.get().find((one) => one.conversation === conversation && one.state === 'waiting')
    if (!next) return undefined
    messages.change(next.clientId, 'sending', next.error)
    try {
      sent(next, await deliver(next))
      messages.drop(next.clientId)
    } catch (error) {
      const wait = waitAfter(error, waitMs)
      messages.change(next.clientId, wait === undefined ? 'refused' : 'waiting', error)
      if (wait !== undefined) return wait
    }
  }
}

export const createOutbox = (prefix: string, storage: Storage, delivery: Delivery) => {
  const messages = createMessages(prefix, storage)
  const running = new Set<string>()
  let waitMs = firstWaitMs
  let timer: ReturnType<typeof setTimeout> | undefined

  const run = async (conversation: string) => {
    if (running.has(conversation)) return
    running.add(conversation)
    const wait = await drain(messages, delivery, conversation, waitMs)
    running.delete(conversation)
    if (wait === undefined) {
      waitMs = firstWaitMs
      return
    }
    waitMs = Math.min(longestWaitMs, waitMs * 2)
    clearTimeout(timer)
    timer = setTimeout(runAll, wait)
  }
  const runAll = () => {
    for (const conversation of new Set(messages.get().map((one) => one.conversation))) void run(conversation)
  }
  return {
    get: messages.get,
    subscribe: messages.subscribe,
    drop: messages.drop,
    send: (message: Omit<Outgoing, 'state' | 'error'>) => {
      messages.add(message)
      void run(message.conversation)
    },
    again: (clientId: string) => {
      messages.change(clientId, 'waiting')
      runAll()
    },
    /** The connection is back: everything that waits goes out now. */
    flush: () => {
      waitMs = firstWaitMs
      runAll()
    },
    close: () => clearTimeout(timer)
  }
}

/** Milliseconds to wait before the same message is tried again; undefined when trying again would not help. */
const waitAfter = (error: unknown, waitMs: number): number | undefined => {
  if (!(error instanceof ApiError)) return undefined
  if (error.code === 'rate_limited') return (error.retryAfter ?? 5) * 1000
  return error.status === 0 || error.status >= 500 ? waitMs : undefined
}

const restore = (prefix: string, storage: Storage): Outgoing[] => {
  const stored = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '')
  const messages = stored
    .filter((key) => key.startsWith(prefix))
    .map((key) => ({ ...(JSON.parse(storage.getItem(key) ?? '{}') as Outgoing), state: 'waiting' as const }))
  return messages.toSorted((a, b) => a.at.localeCompare(b.at))
}
