// Puts the consent page together from the request, the app's registration and the person's own data.
import type { FastifyReply } from 'fastify'
import type { Answers } from '@parley/protocol/api/grant.ts'
import { Refusal } from '../base/refusal.ts'
import type { FoundApp } from '../grants/find-app.ts'
import { answerColumns, toAnswers, type AnswerColumns } from '../grants/load-answers.ts'
import type { Asked } from '../grants/narrower.ts'
import { previewGrant } from '../grants/preview-grant.ts'
import { isPurposeCode, purposeCodes } from '../grants/purpose-codes.ts'
import { sentenceOf } from '../grants/sentence.ts'
import { hasPasskey } from '../people/has-passkey.ts'
import { askedLoginScopes, askedRights } from './asked-rights.ts'
import { choicesLike, leastChoices, type Choices } from './consent-choices.ts'
import { consentPlaces } from './consent-places.ts'
import type { Html } from './html.ts'
import type { Turn } from './interaction-routes.ts'
import { loginConsentPage } from './login-consent-page.ts'
import { appOf } from './show-sign-in.ts'
import { showAndRemember } from './shown-consent.ts'
import { toldPeople } from './told-people.ts'

/** Who decides: the person of this login, still signed in here. Throws consent_stale otherwise. */
export const decider = async ({ parts, interaction, here }: Turn): Promise<{ id: string; name: string }> => {
  if (interaction.prompt.name !== 'consent' || !here || interaction.session?.accountId !== here.person)
    throw new Refusal('consent_stale')
  const [row] = await parts.sql<{ name: string }[]>`select name from people.person where id = ${here.person}`
  if (!row) throw new Refusal('consent_stale')
  return { id: here.person, name: row.name }
}

const liveAnswers = async ({ parts }: Turn, person: string, app: string): Promise<Answers | undefined> => {
  const { sql } = parts
  const [row] = await sql<AnswerColumns[]>`
    select ${answerColumns(sql)} from grants.grant g join grants.app a on a.id = g.app_id
    where g.person_id = ${person} and g.app_id = ${app} and grants.live(g, a, clock_timestamp()) order by g.given_at desc limit 1`
  return row && toAnswers(row)
}

export type Shown = { turn: Turn; app: FoundApp; person: { id: string; name: string }; asked: Asked }

/** The page for a request of rights. choices: what the person has ticked; problem: why it cannot be given so. */
export const rightsPage = async (
  { turn, app, person, asked }: Shown,
  choices?: Choices,
  problem?: string
): Promise<Html> => {
  const { parts, interaction } = turn
  const before = await liveAnswers(turn, person.id, app.id)
  const places = await consentPlaces(parts.sql, person.id)
  const now = choices ?? (before ? choicesLike(asked, before) : leastChoices(asked))
  const { people: _people, ...chosen } = now
  // No kind ticked yet: nothing is seen.
  const answers = asked.kinds && !chosen.kinds ? { ...chosen, kinds: [] } : chosen
  const { name, owner, purpose, purposeCode, agent } = app
  const purposeMeans = isPurposeCode(purposeCode) ? purposeCodes[purposeCode] : purposeCode
  return showAndRemember(turn, person.id, {
    app: { name, owner, purpose, purposeCode, purposeMeans, ...(agent && { agent }) },
    person: person.name,
    asked,
    mayLogInOnly: askedLoginScopes(interaction.params).includes('openid'),
    choices: now,
    places,
    told: await toldPeople(parts.sql, person.id),
    preview: await previewGrant(parts.sql, { person: person.id, app: app.id, answers }),
    previewed: { actions: now.actions, messages: now.messages },
    ...(interaction.deviceCode !== undefined && { device: true }),
    signs: await hasPasskey(parts.sql, person.id),
    ...(before && { before: { sentence: sentenceOf(before), answers: before } }),
    ...(problem !== undefined && { problem })
  })
}

/** The page for a request that only logs in. */
export const loginPage = ({ turn, app, person }: Omit<Shown, 'asked'>): Html => {
  const scopes = askedLoginScopes(turn.interaction.params)
  return loginConsentPage({
    uid: turn.interaction.uid,
    csrf: turn.csrf,
    app,
    person: person.name,
    sharesName: scopes.includes('profile'),
    staysLoggedIn: scopes.includes('offline_access'),
    ...(turn.interaction.deviceCode !== undefined && { device: true })
  })
}

export const showConsent = async (turn: Turn): Promise<FastifyReply> => {
  const person = await decider(turn)
  const app = await appOf(turn)
  const asked = askedRights(turn.interaction.params)
  const shown = asked ? await rightsPage({ turn, app, person, asked }) : loginPage({ turn, app, person })
  return turn.reply.send(shown.markup)
}
