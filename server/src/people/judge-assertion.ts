// Judges a passkey's answer to a challenge (WebAuthn §7.2).
import { verifyAuthenticationResponse, type AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Config } from '../base/config.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { relyingParty } from './relying-party.ts'

type Row = { id: string; person: string; credentialId: string; publicKey: Buffer; counter: number }

/** An answer that is right; counts only once spendPasskey has taken its counter. */
export type Assertion = Omit<Row, 'counter'> & { counter: number; response: AuthenticationResponseJSON['response'] }

const findKey = async (sql: Sql, response: object, person: string | undefined): Promise<Row> => {
  const id = 'id' in response ? response.id : undefined
  if (typeof id !== 'string' || !/^[\w-]{1,1364}$/.test(id)) throw new Refusal('passkey_failed')
  const [row] = await sql<Row[]>`
    select k.id, k.person_id as person, k.credential_id as "credentialId", k.public_key as "publicKey", k.counter
    from people.passkey k join people.person p on p.id = k.person_id and p.closed_at is null
    where k.credential_id = ${id} ${person === undefined ? sql`` : sql`and k.person_id = ${person}`}`
  if (!row) throw new Refusal('passkey_failed')
  return row
}

/** Returns the counter that the answer carries. Throws, for each thing that can be wrong with an answer. */
const verify = async (
  config: Pick<Config, 'url'>,
  challenge: string,
  answer: AuthenticationResponseJSON,
  key: Row
): Promise<number> => {
  const party = relyingParty(config)
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: { id: key.credentialId, publicKey: new Uint8Array(key.publicKey), counter: key.counter }
  })
  const { userHandle } = answer.response
  // WebAuthn §7.2 step 6: the user handle names the owner of the key.
  const isOwner = userHandle === undefined || Buffer.from(userHandle, 'base64url').toString() === key.person
  if (!verified || !isOwner) throw new Refusal('passkey_failed')
  return authenticationInfo.newCounter
}

/**
 * person: who must have the key; anybody where it is left out. response comes from outside in any form. Throws passkey_failed for an
 * unknown key, another challenge or origin, a holder who was not verified, and a wrong signature.
 */
export const judgeAssertion = async (
  { sql, config }: { sql: Sql; config: Pick<Config, 'url'> },
  { challenge, response, person }: { challenge: string; response: object; person?: string }
): Promise<Assertion> => {
  const key = await findKey(sql, response, person)
  const answer = response as AuthenticationResponseJSON
  const counter = await verify(config, challenge, answer, key).catch(() => {
    throw new Refusal('passkey_failed')
  })
  return { ...key, counter, response: answer.response }
}
