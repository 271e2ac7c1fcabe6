// The conversation list and single conversations, as remembered and asked for.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Conversation } from '../api/shapes.ts'
import { usePages } from '../api/use-pages.ts'
import { useLive } from '../live/live-context.tsx'
import { type ConversationPages, findConversation, withSeen } from './list-cache.ts'

export const useConversations = () => {
  const { reading } = useLive()
  const open = useSyncExternalStore(reading.subscribe, reading.get)
  const list = usePages<Conversation>(keys.conversations, api.conversations)
  const items = useMemo(() => list.items && withSeen(list.items, open), [list.items, open])
  return { ...list, items }
}

export const useConversation = (id: string) => {
  const client = useQueryClient()
  return useQuery({
    queryKey: keys.conversation(id),
    queryFn: ({ signal }) => call<Conversation>('GET', api.conversation(id), undefined, signal),
    initialData: () => findConversation(client.getQueryData<ConversationPages>(keys.conversations), id),
    initialDataUpdatedAt: () => client.getQueryState(keys.conversations)?.dataUpdatedAt
  })
}
