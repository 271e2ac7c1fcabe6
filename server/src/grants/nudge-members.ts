// Nudges the members of conversations whose apps changed, so that open lists of them are asked for again.
import type { GrantParts } from './settle-grant.ts'

// A nudge may be missing: lists are asked for again when somebody looks.
const nudgedMax = 1000

const nudge = ({ bus }: Pick<GrantParts, 'bus'>, people: { id: string }[]): void => {
  for (const { id } of people) bus.publish({ topic: 'person', person: id, changed: 'grants' })
}

/** Everybody in the conversation. */
export const nudgeMembers = async (parts: Pick<GrantParts, 'sql' | 'bus'>, conversation: string): Promise<void> =>
  nudge(
    parts,
    await parts.sql<{ id: string }[]>`
      select person_id as id from conversations.member where conversation_id = ${conversation} and left_seq is null limit ${nudgedMax}`
  )

/** Everybody in the conversations that the grant names, its person too; also of a grant that has ended. */
export const nudgeReached = async (parts: Pick<GrantParts, 'sql' | 'bus'>, grant: string): Promise<void> =>
  nudge(
    parts,
    await parts.sql<{ id: string }[]>`
      select person_id as id from grants.grant where id = ${grant}
      union
      (select distinct o.person_id from grants.grant g
        join conversations.member m on m.person_id = g.person_id and m.left_seq is null
        join conversations.member o on o.conversation_id = m.conversation_id and o.left_seq is null
        where g.id = ${grant} and (g.all_conversations or exists (
          select from grants.grant_conversation c where c.grant_id = g.id and c.conversation_id = m.conversation_id))
        limit ${nudgedMax})`
  )
