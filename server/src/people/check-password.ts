// Finds out whether a handle and a password belong together, at a price for guessing.
import { addressBlock } from '../base/address-block.ts'
import { sha256 } from '../base/hash.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { type Mark, readMark } from './known-browser.ts'
import { hashPassword, isOutdated, verifyPassword } from './password-hash.ts'
import type { WithCookies } from './session-cookie.ts'

export type CheckPasswordParts = { sql: Sql; limits: Limits; secret: string }

type Asker = WithCookies & { ip: string }

// Only for a mark that was made for this handle, so that for strangers nothing is looked up before the limits.
const isKnown = async (sql: Sql, handle: string, { madeAt }: Mark): Promise<boolean> => {
  const [row] = await sql`
    select from people.person p join people.password w on w.person_id = p.id
    where p.handle = ${handle} and p.closed_at is null and ${madeAt} >= greatest(w.changed_at, w.browsers_forgotten_at)`
  return row !== undefined
}

// Few tries are for a handle from one address, so that one stranger's guesses leave the others theirs; more, but still too few to guess
// with, are for a handle from everywhere. Those can be used up by anybody, so a browser that signed in before has tries of its own.
const spendTry = async (parts: CheckPasswordParts, handle: string, request: Asker): Promise<() => Promise<void>> => {
  const { sql, limits, secret } = parts
  const mark = readMark(secret, request, handle)
  if (mark && (await isKnown(sql, handle, mark))) {
    await limits.spend('sign-in by known browser', mark.id)
    return () => limits.forgive('sign-in by known browser', mark.id)
  }
  const from = addressBlock(request.ip)
  const byBoth = sha256(JSON.stringify([handle, from])).toString('base64url')
  await limits.spend('sign-in by address', from)
  await limits.spend('sign-in by handle and address', byBoth)
  await limits.spend('sign-in by handle', sha256(handle).toString('base64url'))
  return () => limits.forgive('sign-in by handle and address', byBoth)
}

/** Somebody who has shown who they are; passwordOf: when the password by which they did was set. */
export type Known = { person: string; passwordOf: string }

const waysOn = 'Too many tries. You can sign in with a passkey, or in a browser where you signed in before.'

/**
 * Returns whose password it is, and since when it has been that. Throws wrong_credentials alike, and after the same work, for an unknown handle, a person without password
 * and a wrong password; rate_limited before any of that, alike for all handles.
 */
export const checkPassword = async (
  parts: CheckPasswordParts,
  handle: string,
  password: string,
  request: Asker
): Promise<Known> => {
  const { sql } = parts
  // People type a capital at the start of a word; no handle has one.
  const asked = handle.trim().toLowerCase()
  const giveBack = await spendTry(parts, asked, request).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal(error.code, { ...error.more, detail: waysOn })
  })
  // A form body can hold NUL, which no handle has and PostgreSQL cannot take.
  const [row] = asked.includes('\0')
    ? []
    : await sql<{ id: string; hash: string; changedAt: string }[]>`
        select p.id, w.hash, w.changed_at::text as "changedAt" from people.person p join people.password w on w.person_id = p.id
        where p.handle = ${asked} and p.closed_at is null`
  if (!(await verifyPassword(row?.hash, password)) || !row) throw new Refusal('wrong_credentials')
  await giveBack()
  if (isOutdated(row.hash)) {
    const hash = await hashPassword(password)
    // Not over a password that was changed meanwhile.
    await sql`update people.password set hash = ${hash} where person_id = ${row.id} and hash = ${row.hash}`
  }
  return { person: row.id, passwordOf: row.changedAt }
}
