// Finds a person by handle, and how they stand to the one who asks.
import type { PersonFound, Standing } from '@parley/protocol/api/people.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'

/** Throws person_missing, rate_limited. Who is blocked by that person finds them as before. */
export const findPerson = async (
  { sql, limits }: { sql: Sql; limits: Limits },
  me: string,
  handle: string
): Promise<PersonFound> => {
  await limits.spend('find person', me)
  const [row] = await sql<{ id: string; handle: string; name: string; standing: Standing }[]>`
    select id, handle, name, people.standing(${me}, id) as standing
    from people.person where handle = ${handle} and closed_at is null`
  if (!row) throw new Refusal('person_missing')
  const { standing, ...person } = row
  return { person, standing }
}
