// Makes a WebAuthn challenge and keeps what it is for, until it is answered or five minutes have gone.
import { now } from '../base/clock.ts'
import { newSecret } from '../base/random.ts'
import type { Sql } from '../base/sql.ts'

/** sign_up: the person who is to be made. add: who adds a key. */
export type ChallengeFor =
  | { purpose: 'sign_in' }
  | { purpose: 'sign_up'; person: string; handle: string; name: string }
  | { purpose: 'add'; person: string }

export const challengeMinutes = 5

/** Returns it as base64url, as it stands in options and in the client's answer. Clears away what nobody has answered in time. */
export const makeChallenge = async (sql: Sql, wanted: ChallengeFor): Promise<string> => {
  const challenge = newSecret()
  const at = now()
  const endsAt = new Date(at.getTime() + challengeMinutes * 60_000)
  const asked = { person: null, handle: null, name: null, ...wanted }
  await sql`delete from people.challenge where ends_at <= ${at}`
  await sql`
    insert into people.challenge (challenge, purpose, person_id, handle, name, ends_at)
    values (${challenge}, ${asked.purpose}, ${asked.person}, ${asked.handle}, ${asked.name}, ${endsAt})`
  return challenge
}
