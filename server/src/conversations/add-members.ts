// Adds friends of a member to a group.
import type { Bus } from '../base/bus.ts'
import type { Sql } from '../base/sql.ts'
import { requireDone } from './group-refusal.ts'

const groupMembersMax = 50

/** Who is in the group already stays. All or none are added: throws conversation_missing, not_group, not_friends, group_full. */
export const addMembers = async (
  { sql, bus }: { sql: Sql; bus: Bus },
  person: string,
  conversation: string,
  people: readonly string[]
): Promise<void> => {
  const rows = await sql<{ status: string; person_id: string | null; after_seq: number | null }[]>`
    select * from conversations.add_members(${conversation}, ${person}, ${[...people]}::uuid[], ${groupMembersMax})`
  requireDone(rows[0]?.status)
  for (const { person_id: added, after_seq: afterSeq } of rows) {
    if (added === null || afterSeq === null) continue
    bus.publish({ topic: 'joined', conversation, person: added, afterSeq })
    bus.publish({ topic: 'person', person: added, changed: 'conversations' })
  }
  bus.publish({ topic: 'events', conversation })
}
