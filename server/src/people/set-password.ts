// Sets or changes a person's password and ends their other sessions.
import type { Bus } from '../base/bus.ts'
import { now } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { judgePassword } from './judge-password.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
import { readMe } from './read-me.ts'
import { requireConfirmed } from './require-confirmed.ts'
import type { SignedIn } from './signed-in.ts'

export type SetPasswordParts = { sql: Sql; bus: Bus; limits: Limits }

/**
 * current is needed when there is a password already; without one, who sets it must have shown a passkey just before. Throws
 * wrong_credentials, confirm_first, password_short, password_breached, rate_limited. Of
 * two changes at once from one password, the second is refused.
 */
export const setPassword = async (
  { sql, bus, limits }: SetPasswordParts,
  { person, session }: SignedIn,
  asked: { current?: string; password: string }
): Promise<void> => {
  await limits.spend('password change', person)
  const [known] = await sql<{ hash: string }[]>`select hash from people.password where person_id = ${person}`
  if (known && !(await verifyPassword(known.hash, asked.current ?? ''))) throw new Refusal('wrong_credentials')
  if (!known) await requireConfirmed(sql, session)
  judgePassword(asked.password, await readMe(sql, person))
  const hash = await hashPassword(asked.password)
  await sql.begin(async (tx) => {
    const changed = known
      ? await tx`
          update people.password set hash = ${hash}, changed_at = ${now()}
          where person_id = ${person} and hash = ${known.hash}`
      : await tx`
          insert into people.password (person_id, hash, changed_at) values (${person}, ${hash}, ${now()})
          on conflict do nothing`
    if (changed.count === 0) throw new Refusal('wrong_credentials')
    await tx`delete from people.session where person_id = ${person} and id <> ${session}`
  })
  bus.publish({ topic: 'signed_out', person, except: session })
  bus.publish({ topic: 'person', person, changed: 'sessions' })
}
