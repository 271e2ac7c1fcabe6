// What an app asks a person for, in plain words, and its wire form.
import type { MessageKind } from '@parley/protocol/api/message-kinds.ts'
import type { Action, AskedDetail, Until } from '@parley/protocol/api/grant.ts'

/**
 * The six questions of a permission; left out means the least, and no limit by kinds or perDay. The person may give less, never more, and picks the conversations.
 * - actions: what the app may do to messages
 * - friends: whether it may see the names of friends in the conversations that the person picks
 * - messages: `own`, the messages that it wrote and the replies to them, or `any`
 * - where: `chosen` conversations, or `all`
 * - from: messages `from_now` on, or `all_history`
 * - until: once, hour, day, 30_days, 90_days, until_revoked
 * - kinds: only messages of these kinds (text, song, film, episode, receipt, link), to read, write and delete
 * - perDay: so many messages to read in one day (UTC) at most, each time counted
 */
export type Ask = {
  actions: readonly Action[]
  friends?: boolean
  messages?: 'own' | 'any'
  where?: 'chosen' | 'all'
  from?: 'from_now' | 'all_history'
  until?: Until
  kinds?: readonly MessageKind[]
  perDay?: number
}

/** The authorization detail (RFC 9396 §2) for an ask. Doubled actions are sent once; what is left out stays out. */
export const askedDetail = (ask: Ask): AskedDetail => ({
  type: 'parley_messages',
  actions: [...new Set(ask.actions)],
  ...(ask.friends !== undefined && { friends: ask.friends }),
  ...(ask.messages !== undefined && { messages: ask.messages }),
  ...(ask.where !== undefined && { where: ask.where }),
  ...(ask.from !== undefined && { from: ask.from }),
  ...(ask.until !== undefined && { until: ask.until }),
  ...(ask.kinds !== undefined && { kinds: [...new Set(ask.kinds)] }),
  ...(ask.perDay !== undefined && { perDay: ask.perDay })
})
