// Removes a passkey, unless it is the last way to sign in.
import type { Bus } from '../base/bus.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'

/** Throws passkey_missing, last_key. */
export const removePasskey = async (
  { sql, bus }: { sql: Sql; bus: Bus },
  person: string,
  passkey: string
): Promise<void> => {
  await sql.begin(async (tx) => {
    // The lock makes two removals of the last two keys happen one after the other. It does not stand in the way of messages, which
    // only refer to the person.
    await tx`select from people.person where id = ${person} for no key update`
    const removed = await tx`delete from people.passkey where id = ${passkey} and person_id = ${person}`
    if (removed.count === 0) throw new Refusal('passkey_missing')
    const left = await tx`
      select from people.passkey where person_id = ${person}
      union all select from people.password where person_id = ${person}`
    if (left.length === 0) throw new Refusal('last_key')
  })
  bus.publish({ topic: 'person', person, changed: 'sessions' })
}
