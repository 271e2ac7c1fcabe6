// Closes a person's account: nobody can sign in as them, and nobody finds them any more.
import { now } from '../base/clock.ts'
import { newId } from '../base/random.ts'
import type { Tx } from '../base/sql.ts'

/** What others see where the name was. */
export const closedName = 'Closed account'

/** False when it is closed already. Call forgetPerson afterwards. */
export const closePerson = async (tx: Tx, person: string): Promise<boolean> => {
  const handle = `closed_${newId().replaceAll('-', '').slice(0, 20)}`
  const closed = await tx`
    update people.person set closed_at = ${now()}, name = ${closedName}, handle = ${handle}
    where id = ${person} and closed_at is null`
  return closed.count > 0
}
