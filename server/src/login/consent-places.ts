// The conversations and friends that a person can choose from on the consent page.
import type { Sql } from '../base/sql.ts'

export type Place = { id: string; title: string; kind: 'direct' | 'group' | 'friend' }

const placesMax = 500

/** Conversations with the newest first, then friends without one, by name. */
export const consentPlaces = async (sql: Sql, person: string): Promise<Place[]> => {
  const conversations = await sql<Place[]>`
    select c.id, coalesce(c.title, p.name, '') as title, c.kind
    from conversations.member m
    join conversations.conversation c on c.id = m.conversation_id
    left join people.person p on p.id = case when c.low_id = ${person} then c.high_id else c.low_id end
    where m.person_id = ${person} and m.left_seq is null
    order by c.last_at desc, c.id limit ${placesMax}`
  const friends = await sql<Place[]>`
    select p.id, p.name as title, 'friend' as kind
    from people.friendship f
    join people.person p on p.id = case when f.low_id = ${person} then f.high_id else f.low_id end
    where ${person} in (f.low_id, f.high_id) and people.may_message(f.low_id, f.high_id)
      and not exists (select from conversations.conversation c where c.low_id = f.low_id and c.high_id = f.high_id)
    order by p.name, p.id limit ${placesMax}`
  return [...conversations, ...friends]
}
