// Ends all sessions of a person and makes the browsers in which they signed in strangers (known-browser.ts).
import { now } from '../base/clock.ts'
import type { Tx } from '../base/sql.ts'

/** Returns how many sessions ended. The caller tells the bus after the commit. */
export const endSessions = async (tx: Tx, person: string): Promise<number> => {
  const gone = await tx`delete from people.session where person_id = ${person}`
  await tx`update people.password set browsers_forgotten_at = ${now()} where person_id = ${person}`
  return gone.count
}
