// Deletes a person's own message for everyone in the conversation.
import type { Bus } from '../base/bus.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { requireMember } from './require-member.ts'

/** Deleting again changes nothing. Throws conversation_missing, message_missing, not_sender. */
export const deleteMessage = async (
  { sql, bus }: { sql: Sql; bus: Bus },
  person: string,
  conversation: string,
  message: string
): Promise<void> => {
  await requireMember(sql, person, conversation)
  const [row] = await sql<{ status: string }[]>`
    select status from conversations.delete_message(${conversation}, ${message}, ${person}, null, null)`
  switch (row?.status) {
    case 'ok':
      bus.publish({ topic: 'events', conversation })
      return
    case 'repeated':
      return
    case 'forbidden':
      throw new Refusal('not_sender')
    default:
      throw new Refusal('message_missing')
  }
}
