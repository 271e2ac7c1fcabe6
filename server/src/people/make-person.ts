// Makes a person, within the transaction that also gives them their first way to sign in.
import { now } from '../base/clock.ts'
import { Refusal } from '../base/refusal.ts'
import type { Tx } from '../base/sql.ts'
import { recordOpening } from './record-opening.ts'

/** name is clean already. Throws handle_taken; of two sign-ups at once the second waits for the first and is refused. */
export const makePerson = async (tx: Tx, person: { id: string; handle: string; name: string }): Promise<void> => {
  const at = now()
  const made = await tx`
    insert into people.person (id, handle, name, created_at) values (${person.id}, ${person.handle}, ${person.name}, ${at})
    on conflict (handle) do nothing`
  if (made.count === 0) throw new Refusal('handle_taken')
  await recordOpening(tx, person.id, at)
}
