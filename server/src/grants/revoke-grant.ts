// Ends a grant because its person or its app wants it.
import { Refusal } from '../base/refusal.ts'
import { nudgeReached } from './nudge-members.ts'
import { settleGrant, type GrantParts } from './settle-grant.ts'

/**
 * Answers when the end is final: no access under the grant follows, on any connection (design §4). A grant that has ended already is
 * left as it is, and its end is final too when this returns. because: who ended it. Throws grant_missing.
 */
export const revokeGrant = async (
  parts: GrantParts,
  person: string,
  grant: string,
  because: 'revoked' | 'given_back'
): Promise<void> => {
  const { sql } = parts
  const [found] = await sql`select from grants.grant where id = ${grant} and person_id = ${person}`
  if (!found) throw new Refusal('grant_missing')
  await sql`select grants.end_grant(${grant}, 'revoke', ${because})`
  await settleGrant(parts, grant)
  await nudgeReached(parts, grant)
}
