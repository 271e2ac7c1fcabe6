// Ends a grant whose tokens somebody may have a copy of, and so tells its person.
import { settleGrant, type GrantParts } from './settle-grant.ts'

/** Does nothing where there is no such grant, or it has ended. The person sees why under Connected apps and Activity. */
export const endCompromised = async (parts: GrantParts, grant: string): Promise<void> => {
  const [row] = await parts.sql<{ person: string; ended: boolean }[]>`
    select person_id as person, grants.end_grant(id, 'end', 'compromised') as ended from grants.grant where id = ${grant}`
  if (!row?.ended) return
  await settleGrant(parts, grant)
  parts.bus.publish({ topic: 'person', person: row.person, changed: 'grants' })
}
