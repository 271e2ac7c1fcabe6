// What the live stream does to the remembered lists of the API: moved at once where that is certain, asked for again where not.
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { keys } from '../api/keys.ts'
import type { Conversation, ConversationEvent } from '../api/shapes.ts'
import {
  type ConversationPages,
  findConversation,
  withConversation,
  withEvents,
  withRead
} from '../conversations/list-cache.ts'
import { createRefresher } from './refresher.ts'

const lists = {
  friends: [keys.anyFriends, keys.conversations],
  conversations: [keys.conversations, keys.anyConversation],
  grants: [keys.anyGrants, keys.anyReaders, keys.anyAlerts, keys.withheld, keys.approvals],
  activity: [keys.anyActivity, keys.anyGrants],
  sessions: [keys.sessions],
  alerts: [keys.anyAlerts],
  approvals: [keys.approvals]
} as const satisfies Record<string, readonly QueryKey[]>

export const createRemembered = (me: string, client: QueryClient) => {
  const refresh = createRefresher(client)
  const change = (id: string, how: (conversation: Conversation) => Conversation) => {
    client.setQueryData<ConversationPages>(keys.conversations, (data) => {
      const before = findConversation(data, id)
      return data && before ? withConversation(data, how(before)) : data
    })
    client.setQueryData<Conversation>(keys.conversation(id), (before) => before && how(before))
  }
  return {
    events: (id: string, events: ConversationEvent[]): void => {
      const known = findConversation(client.getQueryData<ConversationPages>(keys.conversations), id)
      change(id, (conversation) => withEvents(conversation, events, me))
      const membersChanged = events.some((event) => event.kind === 'joined' || event.kind === 'left')
      // Which of several unread messages was deleted or restored is not known here.
      const unreadUncertain =
        known && known.unread > 0 && events.some(({ kind }) => kind === 'deletion' || kind === 'restored')
      if (!known || membersChanged || unreadUncertain) refresh(keys.conversations)
      if (events.some((event) => event.kind === 'connected')) refresh(keys.readers(id))
      if (membersChanged) [keys.conversation(id), keys.readers(id)].forEach(refresh)
    },
    readHere: (id: string, seq: number): void => change(id, (conversation) => withRead(conversation, seq)),
    readElsewhere: (id: string, seq: number): void => {
      change(id, (conversation) => withRead(conversation, seq))
      refresh(keys.conversations)
    },
    changed: (what: keyof typeof lists): void => lists[what].forEach(refresh),
    /** Lists may have changed unseen while the socket was away, and before the first one was there. */
    allChanged: (): void => Object.values(lists).flat().forEach(refresh)
  }
}
