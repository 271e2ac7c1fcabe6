// Says which conversations a permission reaches before it is given, also those that giving it will open.
import { newId } from '../base/random.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { openConversation, type OpenParts } from '../conversations/open-conversation.ts'
import type { Choices } from './consent-choices.ts'

export type FixedPlaces = {
  conversations: string[]
  /** Conversations to be opened with friends who have none yet; their ids are among the conversations. */
  opens: { person: string; conversation: string }[]
}

/**
 * A friend who was picked and has no conversation with the person yet gets one when the permission is given, so that there is a place
 * to write to. Throws conversation_missing, not_friends.
 */
export const fixPlaces = async (sql: Sql, person: string, choices: Choices): Promise<FixedPlaces> => {
  const [members] = await sql<{ n: number }[]>`
    select count(*) as n from conversations.member
    where person_id = ${person} and left_seq is null and conversation_id = any(${choices.conversations}::uuid[])`
  if (members!.n !== choices.conversations.length) throw new Refusal('conversation_missing')
  const people = await sql<{ id: string; there: string | null; may: boolean }[]>`
    select f.id, c.id as there, people.may_message(${person}, f.id) as may
    from unnest(${choices.people}::uuid[]) as f (id)
    left join conversations.conversation c on c.low_id = least(f.id, ${person}::uuid) and c.high_id = greatest(f.id, ${person}::uuid)`
  if (people.some(({ id, there, may }) => id === person || (there === null && !may))) throw new Refusal('not_friends')
  const opens = people.filter(({ there }) => there === null).map(({ id }) => ({ person: id, conversation: newId() }))
  const there = people.flatMap((one) => one.there ?? [])
  return {
    conversations: [...new Set([...choices.conversations, ...there, ...opens.map(({ conversation }) => conversation)])],
    opens
  }
}

/** Opens them under their fixed ids. Throws consent_stale when one was opened meanwhile; not_friends, rate_limited. */
export const openPlaces = async (parts: OpenParts, person: string, { opens }: FixedPlaces): Promise<void> => {
  for (const { person: other, conversation } of opens) {
    const { id } = await openConversation(parts, person, { kind: 'direct', person: other }, conversation)
    if (id !== conversation) throw new Refusal('consent_stale')
  }
}
