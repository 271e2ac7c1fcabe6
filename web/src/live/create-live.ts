// Everything of one signed-in person that lives while the window is open: the socket, the timelines, the outbox.
import type { ServerFrame } from '@parley/protocol/api/live.ts'
import type { QueryClient } from '@tanstack/react-query'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { ConversationEvent, Events, MessageEvent, Sent } from '../api/shapes.ts'
import { createOutbox, type Outgoing } from '../conversations/outbox.ts'
import { createTimelines } from '../conversations/timelines.ts'
import { createStore } from './create-store.ts'
import { type LiveStatus, openSocket, type Socket } from './open-socket.ts'
import { createRemembered } from './remembered.ts'
import { createSayConnected } from './say-connected.ts'

export type Live = ReturnType<typeof createLive>
type Arrival = (conversation: string, messages: MessageEvent[]) => void

export const createLive = (me: string, client: QueryClient) => {
  const timelines = createTimelines((id, range) => call<Events>('GET', api.events(id, range)))
  const remembered = createRemembered(me, client)
  const sayConnected = createSayConnected(client)
  const status = createStore<LiveStatus>('connecting')
  const reading = createStore<string | undefined>(undefined)
  const arrivals = new Set<Arrival>()
  let socket: Socket | undefined

  const receive = (id: string, events: ConversationEvent[]) => {
    timelines.receive(id, events)
    remembered.events(id, events)
    sayConnected(id, events)
    const messages = events.filter((event): event is MessageEvent => event.kind === 'message')
    if (messages.length > 0) for (const listener of arrivals) listener(id, messages)
  }
  const onFrame = (frame: ServerFrame) => {
    if (frame.type === 'events') receive(frame.conversation, frame.events)
    else if (frame.type === 'read') remembered.readElsewhere(frame.conversation, frame.seq)
    else if (frame.type === 'changed') remembered.changed(frame.what)
    else if (frame.type === 'ready') {
      remembered.allChanged()
      outbox.flush()
    }
  }
  const deliver = async ({ conversation, clientId, text, replyTo }: Outgoing) => {
    const answer = await call<Sent>('POST', api.messages(conversation), { clientId, text, ...(replyTo && { replyTo }) })
    socket?.hurry()
    return answer
  }
  const sent = ({ conversation, text, replyTo }: Outgoing, { id, seq, at }: Sent) =>
    // The list follows when the same event comes live: counting it here could overtake a friend's message.
    timelines.receive(conversation, [{ kind: 'message', seq, id, at, person: me, text, ...(replyTo && { replyTo }) }])
  const outbox = createOutbox(`parley.out.${me}.`, localStorage, { deliver, sent })

  return {
    timelines,
    outbox,
    status,
    /** The conversation whose end somebody is looking at. */
    reading,
    onArrival: (listener: Arrival) => {
      arrivals.add(listener)
      return () => void arrivals.delete(listener)
    },
    markRead: async (id: string, seq: number): Promise<void> => {
      remembered.readHere(id, seq)
      await call('PUT', api.read(id), { seq })
    },
    /** Opens the socket; the returned function closes it. */
    start: () => {
      const lost = () => void client.invalidateQueries({ queryKey: keys.me })
      const mine = openSocket(api.live(), { frame: onFrame, fresh: timelines.loadEach, status: status.set, lost })
      socket = mine
      return () => {
        mine.close()
        if (socket === mine) socket = undefined
        outbox.close()
      }
    }
  }
}
