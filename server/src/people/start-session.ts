// Starts a session: a new token that only the caller gets to see.
import { Refusal } from '../base/refusal.ts'
import { now } from '../base/clock.ts'
import { sha256 } from '../base/hash.ts'
import { newId, newSecret } from '../base/random.ts'
import type { Sql, Tx } from '../base/sql.ts'
import { describeDevice } from './describe-device.ts'

export const sessionDaysUnusedMax = 30

/**
 * The token goes into the cookie and nowhere else. Sessions of this person that have ended by themselves are cleared away. passwordOf: of a
 * sign-in by password, when that was set: one that was changed meanwhile, which ends all sessions, starts none (wrong_credentials).
 */
export const startSession = async (
  sql: Sql | Tx,
  person: string,
  userAgent: string | undefined,
  passwordOf?: string
): Promise<{ token: string; session: string }> => {
  const token = newSecret()
  const session = newId()
  const at = now()
  await sql`
    delete from people.session
    where person_id = ${person} and seen_at <= ${at}::timestamptz - ${sessionDaysUnusedMax} * interval '1 day'`
  // The lock: whoever changes the password at this moment does so before, and this finds it, or after, and finds this session.
  const started = await sql`
    with still as (
      select from people.password where person_id = ${person} and changed_at = ${passwordOf ?? null}::text::timestamptz for share
    )
    insert into people.session (id, token_hash, person_id, device, started_at, seen_at, confirmed_at)
    select ${session}, ${sha256(token)}, ${person}, ${describeDevice(userAgent)}, ${at}, ${at}, ${at}
    where ${passwordOf === undefined} or exists (select from still)`
  if (started.count === 0) throw new Refusal('wrong_credentials')
  return { token, session }
}
