// Takes a password or a passkey from somebody who is signed in, as proof that they still are who signed in.
import type { Confirm } from '@parley/protocol/api/people.ts'
import type { Config } from '../base/config.ts'
import { now } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { checkPasskey } from './check-passkey.ts'
import { verifyPassword } from './password-hash.ts'
import type { SignedIn } from './signed-in.ts'

export type ConfirmParts = { sql: Sql; limits: Limits; config: Pick<Config, 'url'> }

/** Throws wrong_credentials, challenge_expired, passkey_failed (also for the passkey of somebody else), rate_limited. */
export const confirmPerson = async (
  { sql, limits, config }: ConfirmParts,
  { person, session }: SignedIn,
  shown: Confirm
): Promise<void> => {
  if ('password' in shown) {
    // One limit with changing the password: both are where a borrowed session could guess. Guesses do not take the passkey away.
    await limits.spend('password change', person)
    const [known] = await sql<{ hash: string }[]>`select hash from people.password where person_id = ${person}`
    if (!(await verifyPassword(known?.hash, shown.password))) throw new Refusal('wrong_credentials')
  } else await checkPasskey({ sql, config }, shown, person)
  await sql`update people.session set confirmed_at = ${now()} where id = ${session}`
}
