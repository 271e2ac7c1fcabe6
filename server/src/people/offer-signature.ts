// The WebAuthn options with which a person's passkey signs something.
import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import type { Config } from '../base/config.ts'
import type { Sql } from '../base/sql.ts'
import { challengeMinutes } from './make-challenge.ts'
import { relyingParty } from './relying-party.ts'

/** challenge: the hash of what is signed. Undefined when the person has no passkey. */
export const offerSignature = async (
  { sql, config }: { sql: Sql; config: Pick<Config, 'url'> },
  person: string,
  challenge: Uint8Array
): Promise<PublicKeyCredentialRequestOptionsJSON | undefined> => {
  const known = await sql<{ id: string }[]>`
    select credential_id as id from people.passkey where person_id = ${person} order by added_at limit 100`
  if (known.length === 0) return undefined
  return generateAuthenticationOptions({
    rpID: relyingParty(config).id,
    challenge: new Uint8Array(challenge),
    timeout: challengeMinutes * 60_000,
    userVerification: 'required',
    allowCredentials: known.map(({ id }) => ({ id }))
  })
}
