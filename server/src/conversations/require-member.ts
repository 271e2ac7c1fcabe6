// What a member may see of a conversation: the events after the one that let them in.
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'

/** afterSeq: the member sees later events only. Throws conversation_missing for everybody else. */
export const requireMember = async (sql: Sql, person: string, conversation: string): Promise<{ afterSeq: number }> => {
  const [row] = await sql<{ joined_seq: number }[]>`
    select joined_seq from conversations.member
    where conversation_id = ${conversation} and person_id = ${person} and left_seq is null`
  if (!row) throw new Refusal('conversation_missing')
  return { afterSeq: row.joined_seq }
}
