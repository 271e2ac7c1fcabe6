// A person pauses a grant, or a part of it, and lets it go on.
import { Refusal } from '../base/refusal.ts'
import { nudgeReached } from './nudge-members.ts'
import { eventsOf, settleGrant, type GrantParts } from './settle-grant.ts'

const check = async ({ sql }: GrantParts, person: string, grant: string): Promise<void> => {
  const [row] = await sql<{ ended: boolean }[]>`
    select ended_at is not null as ended from grants.grant where id = ${grant} and person_id = ${person}`
  if (!row) throw new Refusal('grant_missing')
  if (row.ended) throw new Refusal('grant_ended')
}

/**
 * When it returns, no access under the grant follows (in the conversation, if one is named) until it goes on, and the log says so, in the
 * entry that it returns. Paused already is fine. Throws grant_missing, grant_ended, conversation_missing.
 */
export const pauseGrant = async (
  parts: GrantParts,
  person: string,
  grant: string,
  conversation?: string
): Promise<string[]> => {
  const { sql } = parts
  await check(parts, person, grant)
  if (conversation !== undefined) {
    const member = await sql`
      select from conversations.member where conversation_id = ${conversation} and person_id = ${person} and left_seq is null`
    if (member.length === 0) throw new Refusal('conversation_missing')
  }
  const [pause] = await sql<{ seq: number | null }[]>`
    select grants.pause_grant(${grant}, ${conversation ?? null}) as seq`
  await settleGrant(parts, grant)
  await nudgeReached(parts, grant)
  return eventsOf(sql, pause!.seq)
}

/** Returns the entry that says so; not paused is fine, and leaves none. Throws grant_missing, grant_ended. */
export const resumeGrant = async (
  parts: GrantParts,
  person: string,
  grant: string,
  conversation?: string
): Promise<string[]> => {
  await check(parts, person, grant)
  for (;;) {
    // A pause that a crash left open, or that was made just now, comes into the log first.
    await settleGrant(parts, grant)
    const [row] = await parts.sql<{ settled: boolean; event: string | null }[]>`
      select settled, event_id as event from grants.resume_grant(${grant}, ${conversation ?? null})`
    if (!row?.settled) continue
    await nudgeReached(parts, grant)
    return row.event === null ? [] : [row.event]
  }
}
