// Ends a grant because its app gives it back by the app's own name, when it holds no token of the person any more.
import { Refusal } from '../base/refusal.ts'
import { revokeGrant } from './revoke-grant.ts'
import type { GrantParts } from './settle-grant.ts'

/** app: whose grant it must be. One that has ended already stays as it is. Returns the entry that says that it has ended. Throws grant_missing. */
export const giveBackGrant = async (parts: GrantParts, app: string, grant: string): Promise<string[]> => {
  const [found] = await parts.sql<{ person: string }[]>`
    select person_id as person from grants.grant where id = ${grant} and app_id = ${app}`
  if (!found) throw new Refusal('grant_missing')
  return revokeGrant(parts, found.person, grant, 'given_back')
}
