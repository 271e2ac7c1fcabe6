// Keeps what a passkey was asked to sign, until it is answered or five minutes have gone.
import { now } from '../base/clock.ts'
import { sha256 } from '../base/hash.ts'
import type { Sql } from '../base/sql.ts'
import { challengeMinutes } from '../people/make-challenge.ts'
import type { Choices } from './consent-choices.ts'
import type { FixedPlaces } from './fix-places.ts'

/** Everything that the signature covers, and what led to it. */
export type Fixed = { grant: string; shown: string; choices: Choices; places: FixedPlaces; text: string }

type Bound = { uid: string; person: string }

/** A new question takes the place of the one before. */
export const keepSigning = async (sql: Sql, { uid, person }: Bound, challenge: string, fixed: Fixed): Promise<void> => {
  const endsAt = new Date(now().getTime() + challengeMinutes * 60_000)
  await sql`
    insert into login.signing (interaction, person_id, challenge, fixed, expires_at)
    values (${sha256(uid)}, ${person}, ${challenge}, ${JSON.stringify(fixed)}, ${endsAt})
    on conflict (interaction) do update set person_id = excluded.person_id, challenge = excluded.challenge,
      fixed = excluded.fixed, expires_at = excluded.expires_at`
}

/** Used up whether its answer is right or not. Undefined when there is none for this person. */
export const takeSigning = async (
  sql: Sql,
  { uid, person }: Bound
): Promise<{ challenge: string; fixed: Fixed } | undefined> => {
  const [row] = await sql<{ challenge: string; fixed: string }[]>`
    delete from login.signing
    where interaction = ${sha256(uid)} and person_id = ${person} and expires_at > ${now()} returning challenge, fixed`
  return row && { challenge: row.challenge, fixed: JSON.parse(row.fixed) as Fixed }
}
