// The conversations and friends that a person can choose from on the consent page.
import type { Sql } from '../base/sql.ts'
import { toldNamesMax, type Told } from './consent-told.ts'

/** told: who is in it besides the person. */
export type Place = { id: string; title: string; kind: 'direct' | 'group' | 'friend'; told: Told }

const placesMax = 500

/** Conversations with the newest first, then friends without one, by name. */
export const consentPlaces = async (sql: Sql, person: string): Promise<Place[]> => {
  const conversations = await sql<Place[]>`
    select c.id, coalesce(c.title, p.name, '') as title, c.kind, json_build_object('names', o.names, 'more', o.more) as told
    from conversations.member m
    join conversations.conversation c on c.id = m.conversation_id
    left join people.person p on p.id = case when c.low_id = ${person} then c.high_id else c.low_id end
    cross join lateral (
      select coalesce(json_agg(q.name order by q.name, q.id) filter (where q.place <= ${toldNamesMax}), '[]') as names,
        greatest(count(*) - ${toldNamesMax}, 0) as more
      from (
        select o.id, o.name, row_number() over (order by o.name, o.id) as place
        from conversations.member n join people.person o on o.id = n.person_id
        where n.conversation_id = c.id and n.left_seq is null and n.person_id <> ${person}) q) o
    where m.person_id = ${person} and m.left_seq is null
    order by c.last_at desc, c.id limit ${placesMax}`
  const friends = await sql<Place[]>`
    select p.id, p.name as title, 'friend' as kind, json_build_object('names', json_build_array(p.name), 'more', 0) as told
    from people.friendship f
    join people.person p on p.id = case when f.low_id = ${person} then f.high_id else f.low_id end
    where ${person} in (f.low_id, f.high_id) and people.may_message(f.low_id, f.high_id)
      and not exists (select from conversations.conversation c where c.low_id = f.low_id and c.high_id = f.high_id)
    order by p.name, p.id limit ${placesMax}`
  return [...conversations, ...friends]
}
