// Opens a conversation with somebody, the one there is already or a new one, and goes there.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api, pages } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Conversation } from '../api/shapes.ts'

type Wanted = { kind: 'direct'; person: string } | { kind: 'group'; title: string; people: string[] }

export const useOpenConversation = () => {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (wanted: Wanted) => call<Conversation>('POST', api.openConversation(), wanted),
    onSuccess: (conversation) => {
      client.setQueryData(keys.conversation(conversation.id), conversation)
      void client.invalidateQueries({ queryKey: keys.conversations })
      void navigate(pages.conversation(conversation.id))
    }
  })
}
