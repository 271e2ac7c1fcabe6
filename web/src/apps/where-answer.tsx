// The conversations that a permission reaches, by name.
import { useQueries } from '@tanstack/react-query'
import { useMe } from '../account/use-me.ts'
import { api } from '../addresses.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/keys.ts'
import type { Answers, Conversation } from '../api/shapes.ts'
import { nameOf } from '../conversations/naming.ts'
import { counted } from '../numbers.ts'

const namedMax = 8

export const useConversationNames = (ids: string[]): (string | undefined)[] => {
  const me = useMe()
  const found = useQueries({
    queries: ids.map((id) => ({
      queryKey: keys.conversation(id),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        call<Conversation>('GET', api.conversation(id), undefined, signal)
    }))
  })
  return found.map(({ data, isPending }) =>
    data ? nameOf(data, me.id) : isPending ? undefined : 'A conversation that you left'
  )
}

export const WhereAnswer = ({ answers: { where, conversations } }: { answers: Answers }) => {
  const names = useConversationNames(where === 'all' ? [] : conversations.slice(0, namedMax))
  if (where === 'all') return 'All conversations, new ones too'
  if (conversations.length === 0) return 'No conversation'
  const known = names.filter((name) => name !== undefined)
  if (known.length < names.length) return counted(conversations.length, 'conversation', 'conversations')
  const rest = conversations.length - known.length
  return new Intl.ListFormat(undefined, { type: 'conjunction' }).format(
    rest > 0 ? [...known, counted(rest, 'other', 'others')] : known
  )
}
