// The members of a group let no app read in it, whatever permissions say; and open it again.
import { Refusal } from '../base/refusal.ts'
import { nudgeMembers } from './nudge-members.ts'
import type { GrantParts } from './settle-grant.ts'

const memberIn = async ({ sql }: GrantParts, person: string, conversation: string): Promise<'group' | 'direct'> => {
  const [row] = await sql<{ kind: 'group' | 'direct' }[]>`
    select c.kind from conversations.member m join conversations.conversation c on c.id = m.conversation_id
    where m.conversation_id = ${conversation} and m.person_id = ${person} and m.left_seq is null`
  if (!row) throw new Refusal('conversation_missing')
  return row.kind
}

/**
 * Any member may. When it returns, no app reads, writes or deletes there, and the log says so, in the entry that it returns; closed
 * already is fine. Throws conversation_missing, not_group (between two people each withholds their own words).
 */
export const closeGroup = async (parts: GrantParts, person: string, conversation: string): Promise<string[]> => {
  if ((await memberIn(parts, person, conversation)) !== 'group') throw new Refusal('not_group')
  const { sql, barrier } = parts
  await sql`
    insert into grants.closed_group (conversation_id, person_id, at) values (${conversation}, ${person}, clock_timestamp())
    on conflict do nothing`
  await barrier.drain()
  await sql`select grants.settle_closing(${conversation})`
  await nudgeMembers(parts, conversation)
  const [closed] = await sql<{ event: string | null }[]>`
    select event_id as event from grants.closed_group where conversation_id = ${conversation}`
  return closed?.event ? [closed.event] : []
}

/** Permissions reach the group again; returns the entry that says so. Not closed is fine, and leaves none. Throws conversation_missing, not_closer. */
export const reopenGroup = async (parts: GrantParts, person: string, conversation: string): Promise<string[]> => {
  await memberIn(parts, person, conversation)
  const [row] = await parts.sql<{ status: string; event: string | null }[]>`
    select status, event_id as event from grants.reopen_group(${conversation}, ${person})`
  if (row?.status === 'not_closer') throw new Refusal('not_closer')
  await nudgeMembers(parts, conversation)
  return row?.event ? [row.event] : []
}
