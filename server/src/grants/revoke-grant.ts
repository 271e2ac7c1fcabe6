// Ends a grant because its person or its app wants it.
import { Refusal } from '../base/refusal.ts'
import { nudgeReached } from './nudge-members.ts'
import { eventsOf, settleGrant, type GrantParts } from './settle-grant.ts'

/**
 * Answers when the end is final: no access under the grant follows, on any connection (design §4). A grant that has ended already is
 * left as it is, and its end is final too when this returns. Returns the entry that says so. because: who ended it. Throws grant_missing.
 */
export const revokeGrant = async (
  parts: GrantParts,
  person: string,
  grant: string,
  because: 'revoked' | 'given_back'
): Promise<string[]> => {
  const { sql } = parts
  const [found] = await sql`select from grants.grant where id = ${grant} and person_id = ${person}`
  if (!found) throw new Refusal('grant_missing')
  await sql`select grants.end_grant(${grant}, 'revoke', ${because})`
  await settleGrant(parts, grant)
  await nudgeReached(parts, grant)
  const [end] = await sql<{ seq: number }[]>`
    select seq from grants.change where grant_id = ${grant} and kind in ('revoke', 'end')`
  return eventsOf(sql, end?.seq ?? null)
}
