// Lets a session add a way to sign in only shortly after its person showed who they are: a borrowed session is not enough.
import { now } from '../base/clock.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'

export const confirmedMinutesMax = 10

/** Throws confirm_first. */
export const requireConfirmed = async (
  sql: Sql,
  session: string,
  minutesMax: number = confirmedMinutesMax
): Promise<void> => {
  const after = new Date(now().getTime() - minutesMax * 60_000)
  const [row] = await sql`select from people.session where id = ${session} and confirmed_at > ${after}`
  if (!row) throw new Refusal('confirm_first')
}
