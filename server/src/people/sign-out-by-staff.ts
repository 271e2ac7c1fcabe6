// Ends all sessions of a person because whoever runs the platform must, and leaves an entry about it.
import { now } from '../base/clock.ts'
import { newId } from '../base/random.ts'
import { Refusal } from '../base/refusal.ts'
import type { Tx } from '../base/sql.ts'
import { checkReason } from '../log/check-reason.ts'
import type { SessionParts } from './end-session.ts'
import { endSessions } from './end-sessions.ts'

/** In the transaction that acts, after its locks: there is no act of staff on a person without this entry. */
const recordStaff = async (
  tx: Tx,
  person: string,
  { what, because }: { what: string; because: string }
): Promise<void> => {
  const event = newId()
  const at = now()
  const shared = JSON.stringify({ v: 1, t: 'staff', id: event, at: at.toISOString() })
  await tx`
    select log.record(${event}, 'staff', ${person}, null, null, null, ${at}, array[${person}]::uuid[], ${shared},
      json_build_object('who', log.lid(${person}), 'what', ${what}::text, 'because', ${because}::text)::text)`
}

/** Returns how many sessions ended. Throws person_missing, invalid_request. */
export const signOutByStaff = async ({ sql, bus }: SessionParts, handle: string, because: string): Promise<number> => {
  checkReason(because)
  const { person, ended } = await sql.begin(async (tx) => {
    const [found] = await tx<{ id: string }[]>`
      select id from people.person where handle = ${handle} and closed_at is null for update`
    if (!found) throw new Refusal('person_missing')
    const ended = await endSessions(tx, found.id)
    await recordStaff(tx, found.id, { what: 'sign_out', because })
    return { person: found.id, ended }
  })
  bus.publish({ topic: 'signed_out', person })
  return ended
}
