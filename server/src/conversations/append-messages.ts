// Appends a batch of messages in one transaction: one statement, one commit, one answer per message.
import type { Content } from '@parley/protocol/api/content.ts'
import type { Sql } from '../base/sql.ts'
import { contentText } from '@parley/protocol/api/content-text.ts'

/** id is the sender's clientId: it makes the message and its repetition one. */
export type OutgoingMessage = {
  conversation: string
  person: string
  id: string
  content: Content
  replyTo?: string | undefined
}

export type Appended = {
  status: 'ok' | 'repeated' | 'reused' | 'missing' | 'not_friends' | 'no_reply_target'
  seq: number
  at: Date
  /** The transaction. */
  xid: number
}

/** In the order of the messages. */
export const appendMessages = async (sql: Sql, messages: readonly OutgoingMessage[]): Promise<Appended[]> =>
  sql<Appended[]>`
    select status, seq, at, pg_current_xact_id()::text::bigint as xid from conversations.append_messages(
      ${messages.map((m) => m.conversation)}::uuid[], ${messages.map((m) => m.person)}::uuid[],
      ${messages.map((m) => m.id)}::uuid[], ${messages.map((m) => contentText(m.content))}::text[],
      ${messages.map((m) => m.replyTo ?? null)}::uuid[], null, null)
    order by ord`
