// Says at once that a friend connected an app that reads, to who wishes to hear of it.
import type { QueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys.ts'
import type { ConversationEvent, Me } from '../api/shapes.ts'
import { nowMs } from '../clock.ts'
import { type ConversationPages, findConversation } from '../conversations/list-cache.ts'
import { nameOf, personName } from '../conversations/naming.ts'
import { say } from '../ui/toasts.tsx'

// One permission can be told in many conversations.
const onceMs = 60_000

export const createSayConnected = (client: QueryClient) => {
  const said = new Map<string, number>()
  return (id: string, events: readonly ConversationEvent[]): void => {
    const me = client.getQueryData<Me>(keys.me)
    if (!me?.hearsOfReaders) return
    for (const event of events) {
      if (event.kind !== 'connected' || event.person === me.id) continue
      const key = `${event.person} ${event.via.app}`
      if (nowMs() - (said.get(key) ?? 0) < onceMs) continue
      said.set(key, nowMs())
      const where = findConversation(client.getQueryData<ConversationPages>(keys.conversations), id)
      say(
        where
          ? `${personName(where, event.person, me.id)} connected ${event.via.name}, which can read in ${nameOf(where, me.id)}`
          : `A friend connected ${event.via.name}, which can read in a conversation with you`
      )
    }
  }
}
