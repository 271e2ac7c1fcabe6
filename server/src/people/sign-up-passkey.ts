// Makes a person who signs in with a passkey.
import { addressBlock } from '../base/address-block.ts'
import { checkNewPasskey } from './check-new-passkey.ts'
import { makePerson } from './make-person.ts'
import type { PasskeyParts } from './offer-sign-up.ts'
import { savePasskey } from './save-passkey.ts'
import { takeChallenge } from './take-challenge.ts'

/**
 * device names the key in the person's list. Returns the person's id. Throws challenge_expired, passkey_failed, passkey_known,
 * handle_taken, rate_limited.
 */
export const signUpPasskey = async (
  { sql, limits, config }: PasskeyParts,
  answer: { challenge: string; response: object },
  device: string,
  address: string
): Promise<string> => {
  await limits.spend('sign-up by address', addressBlock(address))
  const { person, handle, name } = await takeChallenge(sql, answer.challenge, 'sign_up')
  const key = await checkNewPasskey(config, answer.challenge, answer.response)
  await sql.begin(async (tx) => {
    await makePerson(tx, { id: person, handle, name })
    await savePasskey(tx, person, device, key)
  })
  return person
}
