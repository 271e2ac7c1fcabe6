// What a person calls a conversation: the group's title, or the other person's name.
import type { Sql, Tx } from '../base/sql.ts'

/** By conversation id; ids that are unknown are left out. */
export const titlesOf = async (
  sql: Sql | Tx,
  person: string,
  conversations: readonly string[]
): Promise<Map<string, string>> => {
  if (conversations.length === 0) return new Map()
  const rows = await sql<{ id: string; title: string }[]>`
    select c.id, coalesce(c.title, p.name, '') as title
    from conversations.conversation c
    left join people.person p on p.id = case when c.low_id = ${person} then c.high_id else c.low_id end
    where c.id = any(${[...new Set(conversations)]}::uuid[])`
  return new Map(rows.map(({ id, title }) => [id, title]))
}
