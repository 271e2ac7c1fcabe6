// Begins adding a passkey to a person who is signed in.
import { addressBlock } from '../base/address-block.ts'
import { offerPasskey, type PasskeyOffer } from './offer-passkey.ts'
import type { PasskeyParts } from './offer-sign-up.ts'
import { readMe } from './read-me.ts'

/** Throws rate_limited. */
export const offerAddedPasskey = async (
  { sql, limits, config }: PasskeyParts,
  person: string,
  address: string
): Promise<PasskeyOffer> => {
  await limits.spend('passkey by address', addressBlock(address))
  const me = await readMe(sql, person)
  const known = await sql<{ credential_id: string }[]>`
    select credential_id from people.passkey where person_id = ${person} order by added_at limit 100`
  return offerPasskey(
    { sql, config },
    { purpose: 'add', person },
    me,
    known.map((k) => k.credential_id)
  )
}
