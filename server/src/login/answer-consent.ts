// Takes the person's decision about what an app may do, and gives exactly that.
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import type { InteractionResults } from 'oidc-provider'
import { newId } from '../base/random.ts'
import { Refusal } from '../base/refusal.ts'
import { openConversation } from '../conversations/open-conversation.ts'
import { giveGrant } from '../grants/give-grant.ts'
import { isNarrower } from '../grants/narrower.ts'
import { askedLoginScopes, askedRights } from './asked-rights.ts'
import { readChoices, type Choices } from './consent-choices.ts'
import { consentVersion } from './consent-page.ts'
import { finishInteraction, giveBackInteraction, takeInteraction } from './finish-interaction.ts'
import { plainText } from './html.ts'
import type { Turn } from './interaction-routes.ts'
import { rememberLogin } from './known-login.ts'
import { decider, loginPage, rightsPage, type Shown } from './show-consent.ts'
import { appOf } from './show-sign-in.ts'

const refused: InteractionResults = { error: 'access_denied', error_description: 'the person said no' }

type Decision = 'allow' | 'login' | 'deny' | 'show'
const decisions: readonly string[] = ['allow', 'login', 'deny', 'show'] satisfies Decision[]

// The OAuth Grant of this one consent. With rights it has the Parley grant's id, and its rights are read from there.
const saveGrant = async ({ parts, interaction }: Turn, person: string, grantId: string): Promise<string> => {
  const { Grant } = parts.provider
  const grant = new Grant({
    jti: grantId,
    accountId: person,
    clientId: String(interaction.params['client_id'])
  } as object)
  const scopes = askedLoginScopes(interaction.params)
  if (scopes.length > 0) grant.addOIDCScope(scopes.join(' '))
  return grant.save()
}

const logInOnly = async (turn: Turn, { app, person }: Omit<Shown, 'asked'>, text: string): Promise<string> => {
  const scopes = askedLoginScopes(turn.interaction.params)
  await rememberLogin(turn.parts.sql, { person: person.id, app: app.id, scopes, text })
  return saveGrant(turn, person.id, newId())
}

// A friend who was picked and has no conversation with the person yet gets one, so that there is a place to write to.
const placesOf = async ({ parts }: Turn, person: string, { conversations, people }: Choices): Promise<string[]> => {
  const opened: string[] = []
  for (const other of people) opened.push((await openConversation(parts, person, { kind: 'direct', person: other })).id)
  return [...new Set([...conversations, ...opened])]
}

const allow = async (shown: Shown, choices: Choices): Promise<string> => {
  const { turn, app, person } = shown
  const { people: _people, ...answers } = choices
  // The page as it stands with what the person ticked.
  const text = plainText(await rightsPage(shown, choices))
  const conversations = await placesOf(turn, person.id, choices)
  const given = { person: person.id, app: app.id, answers: { ...answers, conversations } }
  const { grant } = await giveGrant(turn.parts, {
    ...given,
    consent: { text, language: 'en', version: consentVersion }
  })
  return saveGrant(turn, person.id, grant)
}

const problemOf = (choices: Choices): string | undefined => {
  if (choices.actions.length === 0 && !choices.friends)
    return 'Tick at least one thing that the app may do, or choose another answer.'
  if (choices.where === 'chosen' && choices.conversations.length + choices.people.length === 0)
    return 'Tick at least one conversation, or choose another answer.'
  return undefined
}

// Asked for rights: allow, log in only, deny, or look again.
const answerRights = async (shown: Shown, decision: Decision): Promise<FastifyReply> => {
  const { turn, asked } = shown
  const choices = readChoices(turn.form)
  if (!isNarrower(asked, choices))
    throw new Refusal('invalid_request', { detail: 'The answers give more than the app asked for.' })
  if (decision === 'show') return turn.reply.send((await rightsPage(shown, choices)).markup)
  const problem = problemOf(choices)
  if (problem !== undefined) return turn.reply.status(422).send((await rightsPage(shown, choices, problem)).markup)
  return once(turn, async () => ({ consent: { grantId: await allow(shown, choices) } }))
}

// The browser shows the answer to the second of two clicks, so that one waits for what the first one did.
const followFirst = async ({ parts, interaction, reply }: Turn): Promise<FastifyReply> => {
  for (let waitedMs = 0; waitedMs < 5000; waitedMs += 100) {
    const now = await parts.provider.Interaction.find(interaction.uid)
    if (!now) break
    if (now.result) return reply.redirect(now.returnTo, 303)
    await sleep(100)
  }
  throw new Refusal('consent_stale')
}

// One answer counts. A second click sends the browser on with the first one; nothing is given twice.
const once = async (turn: Turn, answer: () => Promise<InteractionResults>): Promise<FastifyReply> => {
  const { parts, interaction } = turn
  if (!(await takeInteraction(parts.sql, interaction.uid))) return followFirst(turn)
  let result: InteractionResults
  try {
    result = await answer()
  } catch (error) {
    await giveBackInteraction(parts.sql, interaction.uid)
    throw error
  }
  return finishInteraction(turn, result)
}

export const answerConsent = async (turn: Turn): Promise<FastifyReply> => {
  const person = await decider(turn)
  const app = await appOf(turn)
  const asked = askedRights(turn.interaction.params)
  const decision = turn.form.get('decision') ?? ''
  if (!decisions.includes(decision))
    throw new Refusal('invalid_request', { detail: 'The decision is not one of this page.' })
  if (decision === 'deny') return once(turn, () => Promise.resolve(refused))
  if (decision === 'login') {
    if (!askedLoginScopes(turn.interaction.params).includes('openid'))
      throw new Refusal('invalid_request', { detail: 'The app did not ask who you are.' })
    const shown = { turn, app, person }
    const text = plainText(asked ? await rightsPage({ ...shown, asked }) : loginPage(shown))
    return once(turn, async () => ({ consent: { grantId: await logInOnly(turn, shown, text) } }))
  }
  if (!asked) throw new Refusal('invalid_request', { detail: 'The decision is not one of this page.' })
  return answerRights({ turn, app, person, asked }, decision as Decision)
}
