// Everything of one signed-in person that lives while the window is open: the socket, the timelines, the outbox.
import type { ServerFrame } from '@parley/protocol/api/live.ts'
import type { QueryClient } from '@tanstack/react-query'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Conversation, ConversationEvent, Events, MessageEvent, Sent } from '../api/shapes.ts'
import {
  type ConversationPages,
  findConversation,
  withConversation,
  withEvents,
  withRead
} from '../conversations/list-cache.ts'
import { createOutbox, type Outgoing } from '../conversations/outbox.ts'
import { createTimelines } from '../conversations/timelines.ts'
import { type LiveStatus, openSocket, type Socket } from './open-socket.ts'
import { createRefresher } from './refresher.ts'

export type Live = ReturnType<typeof createLive>
type Arrival = (conversation: string, messages: MessageEvent[]) => void

export const createLive = (me: string, client: QueryClient) => {
  const timelines = createTimelines((id, range) => call<Events>('GET', api.events(id, range)))
  const refresh = createRefresher(client)
  const statusListeners = new Set<() => void>()
  const arrivalListeners = new Set<Arrival>()
  let status: LiveStatus = 'connecting'
  let socket: Socket | undefined

  const change = (id: string, how: (conversation: Conversation) => Conversation) => {
    client.setQueryData<ConversationPages>(keys.conversations, (data) => {
      const before = findConversation(data, id)
      return data && before ? withConversation(data, how(before)) : data
    })
    client.setQueryData<Conversation>(keys.conversation(id), (before) => before && how(before))
  }
  const receive = (id: string, events: ConversationEvent[]) => {
    timelines.receive(id, events)
    const known = findConversation(client.getQueryData<ConversationPages>(keys.conversations), id)
    change(id, (conversation) => withEvents(conversation, events, me))
    const membersChanged = events.some((event) => event.kind === 'joined' || event.kind === 'left')
    if (!known || membersChanged) refresh(keys.conversations)
    if (membersChanged) refresh(keys.conversation(id))
    // Which of several unread messages went is not known here.
    if (known?.unread && events.some((event) => event.kind === 'deletion')) refresh(keys.conversations)
    const messages = events.filter((event): event is MessageEvent => event.kind === 'message')
    if (messages.length > 0) for (const listener of arrivalListeners) listener(id, messages)
  }
  const readHere = (id: string, seq: number) => change(id, (conversation) => withRead(conversation, seq))

  const changed = {
    friends: [keys.anyFriends, keys.conversations],
    conversations: [keys.conversations, ['conversation']],
    grants: [keys.anyGrants],
    activity: [keys.anyActivity, keys.anyGrants],
    sessions: [keys.sessions]
  }
  const onFrame = (frame: ServerFrame) => {
    if (frame.type === 'events') receive(frame.conversation, frame.events)
    else if (frame.type === 'read') {
      readHere(frame.conversation, frame.seq)
      refresh(keys.conversations)
    } else if (frame.type === 'changed') for (const key of changed[frame.what]) refresh(key)
    else if (frame.type === 'ready') {
      // Lists may have changed unseen while the socket was away, and before the first one was there.
      for (const key of Object.values(changed).flat()) refresh(key)
      outbox.flush()
    }
  }

  const deliver = async ({ conversation, clientId, text, replyTo }: Outgoing) => {
    const answer = await call<Sent>('POST', api.messages(conversation), { clientId, text, ...(replyTo && { replyTo }) })
    socket?.hurry()
    return answer
  }
  const sent = (message: Outgoing, { id, seq, at }: Sent) => {
    const { text, replyTo } = message
    // The list follows when the same event comes live: counting it here could overtake a friend's message.
    timelines.receive(message.conversation, [
      { kind: 'message', seq, id, at, person: me, text, ...(replyTo ? { replyTo } : {}) }
    ])
  }
  const outbox = createOutbox(`parley.out.${me}.`, localStorage, deliver, sent)

  return {
    timelines,
    outbox,
    status: { get: () => status, subscribe: subscribeTo(statusListeners) },
    onArrival: subscribeTo(arrivalListeners),
    markRead: async (id: string, seq: number): Promise<void> => {
      readHere(id, seq)
      await call('PUT', api.read(id), { seq })
    },
    /** Opens the socket; the returned function closes it. */
    start: () => {
      const mine = openSocket(api.live(), {
        frame: onFrame,
        status: (next) => {
          status = next
          for (const listener of statusListeners) listener()
        },
        lost: () => void client.invalidateQueries({ queryKey: keys.me })
      })
      socket = mine
      return () => {
        mine.close()
        if (socket === mine) socket = undefined
        outbox.close()
      }
    }
  }
}

const subscribeTo =
  <T>(listeners: Set<T>) =>
  (listener: T) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
