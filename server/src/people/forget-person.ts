// Deletes what people keep of somebody whose account is closed: ways to sign in, sessions, friends, blocks, invites.
import type { Tx } from '../base/sql.ts'

/** Returns who were friends, or asked to be. May be called again: a request that was under way at the closing can leave something. */
export const forgetPerson = async (tx: Tx, person: string): Promise<string[]> => {
  await tx`delete from people.password where person_id = ${person}`
  await tx`delete from people.passkey where person_id = ${person}`
  await tx`delete from people.challenge where person_id = ${person}`
  await tx`delete from people.session where person_id = ${person}`
  await tx`delete from people.invite where person_id = ${person}`
  await tx`delete from people.block where person_id = ${person} or blocked_id = ${person}`
  const asked = await tx<{ id: string }[]>`
    delete from people.friend_request where from_id = ${person} or to_id = ${person}
    returning case when from_id = ${person} then to_id else from_id end as id`
  const friends = await tx<{ id: string }[]>`
    delete from people.friendship where low_id = ${person} or high_id = ${person}
    returning case when low_id = ${person} then high_id else low_id end as id`
  return [...new Set([...friends, ...asked].map(({ id }) => id))]
}
