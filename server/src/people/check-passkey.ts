// Finds out whose passkey answered a challenge.
import { verifyAuthenticationResponse, type AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Config } from '../base/config.ts'
import { now } from '../base/clock.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { relyingParty } from './relying-party.ts'
import { takeChallenge } from './take-challenge.ts'

type Row = { id: string; person: string; credential_id: string; public_key: Buffer; counter: number }

const findKey = async (sql: Sql, response: object): Promise<Row> => {
  const id = 'id' in response ? response.id : undefined
  if (typeof id !== 'string' || !/^[\w-]{1,1364}$/.test(id)) throw new Refusal('passkey_failed')
  const [row] = await sql<Row[]>`
    select k.id, k.person_id as person, k.credential_id, k.public_key, k.counter
    from people.passkey k join people.person p on p.id = k.person_id and p.closed_at is null
    where k.credential_id = ${id}`
  if (!row) throw new Refusal('passkey_failed')
  return row
}

/** Returns the counter that the answer carries. Throws, for each thing that can be wrong with an answer. */
const verify = async (config: Pick<Config, 'url'>, challenge: string, response: object, key: Row): Promise<number> => {
  const party = relyingParty(config)
  const answer = response as AuthenticationResponseJSON
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: { id: key.credential_id, publicKey: new Uint8Array(key.public_key), counter: key.counter }
  })
  const { userHandle } = answer.response
  // WebAuthn §7.2 step 6: the user handle names the owner of the key.
  const isOwner = userHandle === undefined || Buffer.from(userHandle, 'base64url').toString() === key.person
  if (!verified || !isOwner) throw new Refusal('passkey_failed')
  return authenticationInfo.newCounter
}

/**
 * Returns the person's id. Throws challenge_expired, and passkey_failed for an unknown key, another origin, a holder who was not
 * verified, a wrong signature, and a counter that did not rise (WebAuthn §7.2 step 22: the key may have been copied).
 */
export const checkPasskey = async (
  { sql, config }: { sql: Sql; config: Pick<Config, 'url'> },
  { challenge, response }: { challenge: string; response: object }
): Promise<string> => {
  await takeChallenge(sql, challenge, 'sign_in')
  const key = await findKey(sql, response)
  const counter = await verify(config, challenge, response, key).catch(() => {
    throw new Refusal('passkey_failed')
  })
  // Authenticators without a counter always send 0. The condition holds against another answer that was judged at the same time.
  const used = await sql`
    update people.passkey set counter = ${counter}, used_at = ${now()}
    where id = ${key.id} and (counter < ${counter} or (counter = 0 and ${counter} = 0))`
  if (used.count === 0) throw new Refusal('passkey_failed')
  return key.person
}
