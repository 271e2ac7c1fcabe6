// Finds out whether a handle and a password belong together, at a price for guessing.
import { addressBlock } from '../base/address-block.ts'
import { sha256 } from '../base/hash.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { hashPassword, isOutdated, verifyPassword } from './password-hash.ts'

export type CheckPasswordParts = { sql: Sql; limits: Limits }

/**
 * Returns the person's id. Throws wrong_credentials alike, and after the same work, for an unknown handle, a person without password
 * and a wrong password; rate_limited before any of that. Few tries are for a handle from one address, so that a stranger's guesses
 * do not lock its person out; more, but still too few to guess with, are for a handle from everywhere.
 */
export const checkPassword = async (
  { sql, limits }: CheckPasswordParts,
  handle: string,
  password: string,
  address: string
): Promise<string> => {
  // People type a capital at the start of a word; no handle has one.
  const asked = handle.trim().toLowerCase()
  const from = addressBlock(address)
  const byBoth = sha256(JSON.stringify([asked, from])).toString('base64url')
  const byHandle = sha256(asked).toString('base64url')
  await limits.spend('sign-in by address', from)
  await limits.spend('sign-in by handle and address', byBoth)
  await limits.spend('sign-in by handle', byHandle)
  // A form body can hold NUL, which no handle has and PostgreSQL cannot take.
  const [row] = asked.includes('\0')
    ? []
    : await sql<{ id: string; hash: string }[]>`
        select p.id, w.hash from people.person p join people.password w on w.person_id = p.id
        where p.handle = ${asked} and p.closed_at is null`
  if (!(await verifyPassword(row?.hash, password)) || !row) throw new Refusal('wrong_credentials')
  await limits.forgive('sign-in by handle and address', byBoth)
  if (isOutdated(row.hash)) {
    const hash = await hashPassword(password)
    // Not over a password that was changed meanwhile.
    await sql`update people.password set hash = ${hash} where person_id = ${row.id} and hash = ${row.hash}`
  }
  return row.id
}
