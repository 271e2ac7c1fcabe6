// Gives a group another title.
import type { Bus } from '../base/bus.ts'
import type { Sql } from '../base/sql.ts'
import { cleanTitle } from './clean-title.ts'
import { requireDone } from './group-refusal.ts'

/** The title it has already leaves no event. Throws invalid_text, conversation_missing, not_group. */
export const renameConversation = async (
  { sql, bus }: { sql: Sql; bus: Bus },
  person: string,
  conversation: string,
  title: string
): Promise<void> => {
  const [row] = await sql<{ status: string }[]>`
    select conversations.rename_group(${conversation}, ${person}, ${cleanTitle(title)}) as status`
  requireDone(row?.status)
  bus.publish({ topic: 'events', conversation })
}
