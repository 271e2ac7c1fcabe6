// Makes a person who signs in with a password.
import { addressBlock } from '../base/address-block.ts'
import { now } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import { newId } from '../base/random.ts'
import type { Sql } from '../base/sql.ts'
import { cleanName } from './clean-name.ts'
import { judgePassword } from './judge-password.ts'
import { makePerson } from './make-person.ts'
import { hashPassword } from './password-hash.ts'

export type SignUpParts = { sql: Sql; limits: Limits }

/** Returns the person's id. Throws handle_taken, password_short, password_breached, invalid_text, rate_limited. */
export const signUp = async (
  { sql, limits }: SignUpParts,
  asked: { handle: string; name: string; password: string },
  address: string
): Promise<string> => {
  await limits.spend('sign-up by address', addressBlock(address))
  const person = { id: newId(), handle: asked.handle, name: cleanName(asked.name) }
  judgePassword(asked.password, person)
  const hash = await hashPassword(asked.password)
  await sql.begin(async (tx) => {
    await makePerson(tx, person)
    await tx`insert into people.password (person_id, hash, changed_at) values (${person.id}, ${hash}, ${now()})`
  })
  return person.id
}
