// Opens a person's part of the log and records that it was opened.
import { newId } from '../base/random.ts'
import type { Tx } from '../base/sql.ts'

/** In the transaction that makes the person: there is no person without this entry. */
export const recordOpening = async (tx: Tx, person: string, at: Date): Promise<void> => {
  const event = newId()
  await tx`select log.open_party(${person}, 'person')`
  const shared = JSON.stringify({ v: 1, t: 'open', id: event, at: at.toISOString() })
  await tx`
    select log.record(${event}, 'open', ${person}, null, null, null, ${at}, array[${person}]::uuid[], ${shared},
      '{"who":"' || log.lid(${person}) || '"}')`
}
