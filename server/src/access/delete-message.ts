// An app deletes a message of its grant's person for everyone.
import type { Bus } from '../base/bus.ts'
import type { Sql } from '../base/sql.ts'
import type { Credentials } from './read-credentials.ts'
import { refuseStatus } from './refuse-status.ts'
import { type Leaving, openedBy, type Opening } from './sign-receipts.ts'

/** One statement under the partner role; deleting what is deleted already is fine, and leaves no entry. */
export const deleteMessage = async (
  { partnerSql, bus }: { partnerSql: Sql; bus: Bus },
  who: Credentials,
  { conversation, message }: { conversation: string; message: string }
): Promise<Leaving<object>> => {
  const [row] = await partnerSql<(Opening & { status: string })[]>`
    select * from access.delete_message(${who.token}, ${who.jkt}, ${who.proof}, ${who.sent}, ${conversation}, ${message})`
  refuseStatus(row?.status, 'delete')
  if (row?.status === 'ok') bus.publish({ topic: 'events', conversation })
  return { opened: row?.status === 'ok' ? openedBy(row, [null]) : [] }
}
