// Takes a WebAuthn challenge for its one answer.
import { now } from '../base/clock.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import type { ChallengeFor } from './make-challenge.ts'

type Row = { person: string; handle: string; name: string }

/**
 * Not within a transaction that can still fail: a challenge is used up whether its answer is right or not, and of two answers at once
 * one finds it. Throws challenge_expired for one that is used, too old, unknown or meant for something else.
 */
export const takeChallenge = async (
  sql: Sql,
  challenge: string,
  purpose: ChallengeFor['purpose'],
  person?: string
): Promise<Row> => {
  const [row] = challenge.includes('\0')
    ? []
    : await sql<(Row & { ends_at: Date })[]>`
        delete from people.challenge
        where challenge = ${challenge} and purpose = ${purpose} ${person === undefined ? sql`` : sql`and person_id = ${person}`}
        returning person_id as person, handle, name, ends_at`
  if (!row || row.ends_at <= now()) throw new Refusal('challenge_expired')
  return row
}
