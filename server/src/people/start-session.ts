// Starts a session: a new token that only the caller gets to see.
import { now } from '../base/clock.ts'
import { sha256 } from '../base/hash.ts'
import { newId, newSecret } from '../base/random.ts'
import type { Sql, Tx } from '../base/sql.ts'
import { describeDevice } from './describe-device.ts'

export const sessionDaysUnusedMax = 30

/** The token goes into the cookie and nowhere else. Sessions of this person that have ended by themselves are cleared away. */
export const startSession = async (
  sql: Sql | Tx,
  person: string,
  userAgent: string | undefined
): Promise<{ token: string; session: string }> => {
  const token = newSecret()
  const session = newId()
  const at = now()
  await sql`
    delete from people.session
    where person_id = ${person} and seen_at <= ${at}::timestamptz - ${sessionDaysUnusedMax} * interval '1 day'`
  await sql`
    insert into people.session (id, token_hash, person_id, device, started_at, seen_at, confirmed_at)
    values (${session}, ${sha256(token)}, ${person}, ${describeDevice(userAgent)}, ${at}, ${at}, ${at})`
  return { token, session }
}
