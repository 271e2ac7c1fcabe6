// Gives what a person allowed: as it was shown and ticked, and where their passkey signed, exactly what it signed.
import { isDeepStrictEqual } from 'node:util'
import { Refusal } from '../base/refusal.ts'
import { parseJson } from '../base/parse-json.ts'
import { giveGrant, type NewGrant } from '../grants/give-grant.ts'
import { judgeAssertion, type Assertion } from '../people/judge-assertion.ts'
import type { Choices } from './consent-choices.ts'
import { consentVersion } from './consent-page.ts'
import { fixPlaces, openPlaces, type FixedPlaces } from './fix-places.ts'
import type { Turn } from './interaction-routes.ts'
import type { Shown } from './show-consent.ts'
import { takeSigning, type Fixed } from './signing.ts'

type Given = { choices: Choices; places: FixedPlaces; text: string; signed?: { grant: string; assertion: Assertion } }

const give = async ({ turn, app, person }: Shown, { choices, places, text, signed }: Given): Promise<string> => {
  const { people: _people, ...answers } = choices
  await openPlaces(turn.parts, person.id, places)
  const given: NewGrant = {
    person: person.id,
    app: app.id,
    answers: { ...answers, conversations: places.conversations },
    consent: { text, language: 'en', version: consentVersion },
    ...signed
  }
  return (await giveGrant(turn.parts, given)).grant
}

/** Parley alone attests it. text: the page as it was shown, with the ticks. Returns the grant's id. */
export const giveUnsigned = async (shown: Shown, choices: Choices, text: string): Promise<string> =>
  give(shown, { choices, places: await fixPlaces(shown.turn.parts.sql, shown.person.id, choices), text })

const answerOf = (form: URLSearchParams): object => {
  const answer = parseJson(Buffer.from(form.get('signature') ?? ''))
  if (typeof answer !== 'object' || answer === null) throw new Refusal('passkey_failed')
  return answer
}

const takeFixed = async (
  { parts, interaction, form }: Turn,
  person: string,
  choices: Choices
): Promise<{ challenge: string; fixed: Fixed }> => {
  const taken = await takeSigning(parts.sql, { uid: interaction.uid, person })
  if (!taken) throw new Refusal('challenge_expired')
  const { fixed } = taken
  if (fixed.shown !== form.get('shown') || !isDeepStrictEqual(fixed.choices, choices))
    throw new Refusal('passkey_failed')
  return taken
}

/**
 * Returns the grant's id. Throws challenge_expired when nothing is waiting to be signed, passkey_failed when the form says anything
 * else than what was fixed or the passkey did not sign that.
 */
export const giveSigned = async (shown: Shown, choices: Choices): Promise<string> => {
  const { turn, person } = shown
  const { challenge, fixed } = await takeFixed(turn, person.id, choices)
  const assertion = await judgeAssertion(turn.parts, { challenge, response: answerOf(turn.form), person: person.id })
  return give(shown, { ...fixed, signed: { grant: fixed.grant, assertion } })
}
