// What a person calls a conversation: the group's title, or the other person's name; and how to say it in a sentence.
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

/** As in "in your conversation with Ben" and "in the group Sunday hike"; ids that are unknown are left out. */
export const placesOf = async (
  sql: Sql | Tx,
  person: string,
  conversations: readonly string[]
): Promise<Map<string, { title: string; phrase: string }>> => {
  const titles = await titlesOf(sql, person, conversations)
  if (titles.size === 0) return new Map()
  const groups = await sql<{ id: string }[]>`
    select id from conversations.conversation where id = any(${[...titles.keys()]}::uuid[]) and kind = 'group'`
  const isGroup = new Set(groups.map(({ id }) => id))
  return new Map(
    [...titles].map(([id, title]) => [
      id,
      { title, phrase: isGroup.has(id) ? `in the group ${title}` : `in your conversation with ${title}` }
    ])
  )
}
