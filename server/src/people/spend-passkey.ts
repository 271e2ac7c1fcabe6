// Takes the counter of a passkey's answer, so that the answer counts once.
import { now } from '../base/clock.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql, Tx } from '../base/sql.ts'
import type { Assertion } from './judge-assertion.ts'

/**
 * Throws passkey_failed when the counter did not rise (WebAuthn §7.2 step 22: the key may have been copied) or the passkey was removed
 * meanwhile. In a transaction the passkey stays until its end.
 */
export const spendPasskey = async (
  sql: Sql | Tx,
  { id, counter }: Pick<Assertion, 'id' | 'counter'>
): Promise<void> => {
  // Authenticators without a counter always send 0. The condition holds against another answer that was judged at the same time.
  const used = await sql`
    update people.passkey set counter = ${counter}, used_at = ${now()}
    where id = ${id} and (counter < ${counter} or (counter = 0 and ${counter} = 0))`
  if (used.count === 0) throw new Refusal('passkey_failed')
}
