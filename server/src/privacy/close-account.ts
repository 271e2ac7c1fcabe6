// Closes an account for good: from then on nobody can act as the person, and what they wrote goes.
import { now } from '../base/clock.ts'
import { closePerson } from '../people/close-person.ts'
import { emptyAccount, type ErasureParts } from './empty-account.ts'

/**
 * The closing commits first, together with the job that a crash cannot lose (finish-erasures.ts). Resolves when the account is empty;
 * the texts and keys of the log follow within minutes.
 */
export const closeAccount = async (parts: ErasureParts, person: string): Promise<void> => {
  const closed = await parts.sql.begin(async (tx) => {
    if (!(await closePerson(tx, person))) return false
    await tx`insert into privacy.erasure (person_id, closed_at) values (${person}, ${now()})`
    return true
  })
  if (!closed) return
  parts.bus.publish({ topic: 'signed_out', person })
  await emptyAccount(parts, person)
}
