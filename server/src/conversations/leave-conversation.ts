// A member leaves a group and sees it no longer.
import type { Bus } from '../base/bus.ts'
import type { Sql } from '../base/sql.ts'
import { requireDone } from './group-refusal.ts'

/** Throws conversation_missing or not_group. */
export const leaveConversation = async (
  { sql, bus }: { sql: Sql; bus: Bus },
  person: string,
  conversation: string
): Promise<void> => {
  const [row] = await sql<{ status: string }[]>`
    select conversations.leave_group(${conversation}, ${person}) as status`
  requireDone(row?.status)
  bus.publish({ topic: 'events', conversation })
  bus.publish({ topic: 'person', person, changed: 'conversations' })
}
