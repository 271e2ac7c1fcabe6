// The people whom a permission to read in all of a person's conversations would be told to.
import type { Sql } from '../base/sql.ts'
import { toldNamesMax, type Told } from './consent-told.ts'

/** Everybody who is in a conversation with the person now, by name. */
export const toldPeople = async (sql: Sql, person: string): Promise<Told> => {
  const [row] = await sql<{ names: string[]; n: number }[]>`
    with them as (
      select p.id, p.name from people.person p where p.id in (
        select o.person_id from conversations.member m join conversations.member o on o.conversation_id = m.conversation_id
        where m.person_id = ${person} and m.left_seq is null and o.left_seq is null and o.person_id <> ${person})
    )
    select (select count(*)::int from them) as n,
      array(select t.name from them t order by t.name, t.id limit ${toldNamesMax}) as names`
  return { names: row!.names, more: row!.n - row!.names.length }
}
