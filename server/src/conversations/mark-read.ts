// Remembers how far a person has read; it only moves forward.
import type { Bus } from '../base/bus.ts'
import type { Sql } from '../base/sql.ts'
import { requireMember } from './require-member.ts'

/** A seq beyond the end counts as the end. socket: the live connection that says so. Throws conversation_missing. */
export const markRead = async (
  { sql, bus }: { sql: Sql; bus: Bus },
  person: string,
  conversation: string,
  seq: number,
  socket?: string
): Promise<void> => {
  const [row] = await sql<{ read_seq: number }[]>`
    update conversations.member m set read_seq = least(${seq}, c.last_seq)
    from conversations.conversation c
    where c.id = ${conversation} and m.conversation_id = c.id and m.person_id = ${person} and m.left_seq is null
      and m.read_seq < least(${seq}, c.last_seq)
    returning m.read_seq`
  if (row) {
    bus.publish({
      topic: 'read',
      person,
      conversation,
      seq: row.read_seq,
      ...(socket !== undefined && { socket })
    })
  } else await requireMember(sql, person, conversation)
}
