// Ends a grant because its person or its app wants it.
import { Refusal } from '../base/refusal.ts'
import { nudgeReached } from './nudge-members.ts'
import { settleGrant, type GrantParts } from './settle-grant.ts'

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
  // Not from the change, which a closing of the account forgets while an app still waits for its answer.
  const [end] = await sql<{ event: string }[]>`
    select event_id as event from log.entry where grant_id = ${grant} and kind in ('revoke', 'end') order by id desc limit 1`
  return end ? [end.event] : []
}
