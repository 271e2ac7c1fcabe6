// Fixes what a person is about to allow, and asks their passkey to sign exactly that.
import type { FastifyReply } from 'fastify'
import { grantChallenge } from '@parley/protocol/log/grant-challenge.ts'
import { addressBlock } from '../base/address-block.ts'
import { sha256 } from '../base/hash.ts'
import { newId } from '../base/random.ts'
import { Refusal } from '../base/refusal.ts'
import { limitsOf } from '../grants/narrower.ts'
import { offerSignature } from '../people/offer-signature.ts'
import { askedRights } from './asked-rights.ts'
import { fixPlaces } from './fix-places.ts'
import type { Turn } from './interaction-routes.ts'
import { readAnswers } from './read-answers.ts'
import { decider } from './show-consent.ts'
import { appOf } from './show-sign-in.ts'
import { findShown, shownText } from './shown-consent.ts'
import { keepSigning, type Fixed } from './signing.ts'

/** What the lines of the challenge say (docs/spec/log.md, "A passkey's signature"). */
const challengeOf = async (
  { parts }: Turn,
  { person, app, why }: { person: string; app: string; why: string },
  { grant, choices, places, text }: Fixed
): Promise<Uint8Array> => {
  const [lids] = await parts.sql<{ who: string; app: string }[]>`
    select log.lid(${person}) as who, log.lid(${app}) as app`
  return grantChallenge(lids!.app, {
    g: grant,
    who: lids!.who,
    answers: {
      actions: choices.actions,
      friends: choices.friends,
      all: choices.where === 'all',
      conversations: places.conversations.map((conversation) => ({ conversation, fromSeq: 0 })),
      own: choices.messages === 'own',
      history: choices.from === 'all_history',
      until: choices.until,
      ends: null,
      why,
      ...limitsOf(choices)
    },
    consent: sha256(text).toString('hex')
  })
}

/** The answer is JSON, for the page's script: WebAuthn options, or the problem to be shown. */
export const offerSigning = async (turn: Turn): Promise<FastifyReply> => {
  const { parts, request, reply, interaction, form } = turn
  const person = await decider(turn)
  const app = await appOf(turn)
  const asked = askedRights(interaction.params)
  if (!asked) throw new Refusal('invalid_request', { detail: 'This login asks for no rights.' })
  const { choices, problem } = readAnswers(asked, form)
  const shown = await findShown(turn, person.id, app)
  if (problem !== undefined) return reply.status(422).send({ problem })
  await parts.limits.spend('passkey by address', addressBlock(request.ip))
  const places = await fixPlaces(parts.sql, person.id, choices)
  const text = shownText(shown, choices)
  const fixed: Fixed = { grant: newId(), shown: form.get('shown') ?? '', choices, places, text }
  const challenge = await challengeOf(turn, { person: person.id, app: app.id, why: app.purposeCode }, fixed)
  const options = await offerSignature(parts, person.id, challenge)
  if (!options) return reply.status(422).send({ problem: 'You have no passkey any more. You can allow without one.' })
  await keepSigning(parts.sql, { uid: interaction.uid, person: person.id }, options.challenge, fixed)
  return reply.send({ options })
}
