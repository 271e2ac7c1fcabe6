// Begins a sign-up by passkey alone.
import { addressBlock } from '../base/address-block.ts'
import type { Config } from '../base/config.ts'
import type { Limits } from '../base/limits.ts'
import { newId } from '../base/random.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { cleanName } from './clean-name.ts'
import { offerPasskey, type PasskeyOffer } from './offer-passkey.ts'

export type PasskeyParts = { sql: Sql; limits: Limits; config: Pick<Config, 'url'> }

/** Throws handle_taken early, before the person has made a key for nothing; invalid_text, rate_limited. */
export const offerSignUp = async (
  { sql, limits, config }: PasskeyParts,
  asked: { handle: string; name: string },
  address: string
): Promise<PasskeyOffer> => {
  await limits.spend('passkey by address', addressBlock(address))
  const person = { handle: asked.handle, name: cleanName(asked.name) }
  const taken = await sql`select from people.person where handle = ${person.handle}`
  if (taken.length > 0) throw new Refusal('handle_taken')
  return offerPasskey({ sql, config }, { purpose: 'sign_up', person: newId(), ...person }, person, [])
}
