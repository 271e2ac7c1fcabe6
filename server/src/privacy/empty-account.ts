// Takes away what a closed account leaves behind, all but the keys and texts of the log.
import { forgetAlerts } from '../access/forget-alerts.ts'
import { forgetApprovals } from '../access/forget-approvals.ts'
import type { Barrier } from '../base/barrier.ts'
import type { Bus } from '../base/bus.ts'
import type { Sql } from '../base/sql.ts'
import { erasePerson } from '../conversations/erase-person.ts'
import { endAllGrants } from '../grants/end-all-grants.ts'
import { forgetLogins } from '../login/forget-logins.ts'
import { forgetPerson } from '../people/forget-person.ts'
import { tellFriendship } from '../people/tell-friends.ts'

export type ErasureParts = { sql: Sql; bus: Bus; barrier: Barrier }

/**
 * When it returns, no app acts for the person any more and none of their messages can be read. Each step finds what is there, so it goes
 * on after a crash, and a second round takes what a request that was under way at the closing has left.
 */
export const emptyAccount = async (parts: ErasureParts, person: string): Promise<void> => {
  const friends = await parts.sql.begin((tx) => forgetPerson(tx, person))
  for (const friend of friends) tellFriendship(parts.bus, person, friend)
  // Before the names of what a permission reached go with the messages.
  await endAllGrants(parts, person)
  await forgetAlerts(parts.sql, person)
  await forgetApprovals(parts.sql, person)
  await forgetLogins(parts.sql, person)
  await erasePerson(parts, person)
}
