// Messages on their way out: sent one after another per conversation, kept over a reload, tried again under the same id.
import { ApiError } from '../api/api-error.ts'
import type { Sent } from '../api/shapes.ts'

/** state: waiting for its turn or the connection, sending, or refused (the person decides: again or not). */
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

const firstWaitMs = 2_000
const longestWaitMs = 30_000

/** deliver must be safe to repeat with the same clientId. sent is told before the message leaves the outbox. */
export const createOutbox = (
  prefix: string,
  storage: Storage,
  deliver: (message: Outgoing) => Promise<Sent>,
  sent: (message: Outgoing, answer: Sent) => void
) => {
  let messages: readonly Outgoing[] = restore(prefix, storage)
  const running = new Set<string>()
  const listeners = new Set<() => void>()
  let waitMs = firstWaitMs
  let timer: ReturnType<typeof setTimeout> | undefined

  const set = (next: readonly Outgoing[]) => {
    messages = next
    for (const listener of listeners) listener()
  }
  const change = (clientId: string, state: Outgoing['state'], error?: unknown) =>
    set(messages.map((one) => (one.clientId === clientId ? { ...one, state, error } : one)))
  const drop = (clientId: string) => {
    storage.removeItem(prefix + clientId)
    set(messages.filter((one) => one.clientId !== clientId))
  }
  const later = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(flush, ms)
  }

  const run = async (conversation: string) => {
    if (running.has(conversation)) return
    running.add(conversation)
    try {
      for (;;) {
        const next = messages.find((one) => one.conversation === conversation && one.state === 'waiting')
        if (!next) return
        change(next.clientId, 'sending')
        try {
          const answer = await deliver(next)
          waitMs = firstWaitMs
          sent(next, answer)
          drop(next.clientId)
        } catch (error) {
          const wait = waitAfter(error, waitMs)
          change(next.clientId, wait === undefined ? 'refused' : 'waiting', error)
          if (wait === undefined) continue
          waitMs = Math.min(longestWaitMs, waitMs * 2)
          later(wait)
          return
        }
      }
    } finally {
      running.delete(conversation)
    }
  }
  const flush = () => {
    for (const conversation of new Set(messages.map((one) => one.conversation))) void run(conversation)
  }

  return {
    get: () => messages,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    send: (message: Pick<Outgoing, 'clientId' | 'conversation' | 'at' | 'text' | 'replyTo'>) => {
      storage.setItem(prefix + message.clientId, JSON.stringify(message))
      set([...messages, { ...message, state: 'waiting' }])
      void run(message.conversation)
    },
    again: (clientId: string) => {
      change(clientId, 'waiting')
      flush()
    },
    drop,
    /** The connection is back: everything that waits goes out now. */
    flush: () => {
      waitMs = firstWaitMs
      flush()
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
  const stored = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '').filter((key) =>
    key.startsWith(prefix)
  )
  const messages = stored.map((key) => ({
    ...(JSON.parse(storage.getItem(key) ?? '{}') as Outgoing),
    state: 'waiting' as const
  }))
  return messages.toSorted((a, b) => a.at.localeCompare(b.at))
}
