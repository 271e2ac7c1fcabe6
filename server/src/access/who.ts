// Whom an app's token stands for, and under which grant.
import type { Sql } from '../base/sql.ts'
import type { Credentials } from './read-credentials.ts'
import { refuseStatus } from './refuse-status.ts'

/** grant, paused and reach are null when the person only logged in. reach: how many conversations the grant reaches now. */
export type Who = {
  status: string
  person_id: string
  name: string
  client_id: string
  grant_id: string | null
  paused: boolean | null
  reach: number | null
}

/** Discloses no message and no friend, so it leaves no entry. */
export const whoIs = async (partnerSql: Sql, who: Credentials): Promise<Who> => {
  const [row] = await partnerSql<Who[]>`select * from access.who(${who.token}, ${who.jkt}, ${who.proof})`
  refuseStatus(row?.status, 'read')
  return row as Who
}
