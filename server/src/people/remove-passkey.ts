// Removes a passkey, unless it is the last way to sign in, and records it.
import type { Bus } from '../base/bus.ts'
import { now } from '../base/clock.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { recordPasskey } from './record-passkey.ts'

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
    const [removed] = await tx<{ credentialId: string }[]>`
      delete from people.passkey where id = ${passkey} and person_id = ${person} returning credential_id as "credentialId"`
    if (!removed) throw new Refusal('passkey_missing')
    const left = await tx`
      select from people.passkey where person_id = ${person}
      union all select from people.password where person_id = ${person}`
    if (left.length === 0) throw new Refusal('last_key')
    await recordPasskey(tx, person, { ...removed, key: undefined, at: now() })
  })
  bus.publish({ topic: 'person', person, changed: 'sessions' })
}
