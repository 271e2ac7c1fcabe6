// Takes the person's decision about what an app may do, and gives exactly that.
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import type { InteractionResults } from 'oidc-provider'
import type { RefusalCode } from '@parley/protocol/api/refusals.ts'
import { newId } from '../base/random.ts'
import { Refusal } from '../base/refusal.ts'
import { askedLoginScopes, askedRights } from './asked-rights.ts'
import { leastChoices, type Choices } from './consent-choices.ts'
import { finishInteraction, giveBackInteraction, takeInteraction } from './finish-interaction.ts'
import { giveSigned, giveUnsigned } from './give-consent.ts'
import { plainText } from './html.ts'
import type { Turn } from './interaction-routes.ts'
import { rememberLogin } from './known-login.ts'
import { readAnswers } from './read-answers.ts'
import { decider, loginPage, rightsPage, type Shown } from './show-consent.ts'
import { appOf } from './show-sign-in.ts'
import { findShown, shownText } from './shown-consent.ts'

const refused: InteractionResults = { error: 'access_denied', error_description: 'the person said no' }

type Decision = 'allow' | 'unsigned' | 'login' | 'deny' | 'show'
const decisions: readonly string[] = ['allow', 'unsigned', 'login', 'deny', 'show'] satisfies Decision[]

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

// Whoever only logs in gives nothing of what is ticked.
const unticked = async (turn: Turn, { app, person }: Omit<Shown, 'asked'>): Promise<string> => {
  const shown = await findShown(turn, person.id, app)
  return shownText(shown, leastChoices(shown.asked))
}

const unsigned =
  'Your passkey did not sign what is ticked now, so nothing is allowed yet. Press Allow to try again, or allow without it.'

// What a passkey can fail in; every other refusal is a page of its own.
const failures: readonly RefusalCode[] = ['passkey_failed', 'challenge_expired']

// A failed signature changes nothing: the page is shown again, with what was ticked.
const allowSigned = async (shown: Shown, choices: Choices): Promise<FastifyReply> => {
  const { turn, person } = shown
  try {
    if (!turn.form.has('signature')) throw new Refusal('passkey_failed')
    return await once(turn, async () => ({
      consent: { grantId: await saveGrant(turn, person.id, await giveSigned(shown, choices)) }
    }))
  } catch (error) {
    if (!(error instanceof Refusal) || !failures.includes(error.code)) throw error
    return turn.reply.status(422).send((await rightsPage(shown, choices, unsigned)).markup)
  }
}

// Asked for rights: allow, allow without a passkey, or look again.
const answerRights = async (shown: Shown, decision: Decision): Promise<FastifyReply> => {
  const { turn, app, person, asked } = shown
  const { choices, problem } = readAnswers(asked, turn.form)
  if (decision === 'show') return turn.reply.send((await rightsPage(shown, choices)).markup)
  const seen = await findShown(turn, person.id, app)
  if (problem !== undefined) return turn.reply.status(422).send((await rightsPage(shown, choices, problem)).markup)
  if (decision === 'allow' && seen.signs) return allowSigned(shown, choices)
  return once(turn, async () => {
    const grant = await giveUnsigned(shown, choices, shownText(seen, choices))
    return { consent: { grantId: await saveGrant(turn, person.id, grant) } }
  })
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
    const text = asked ? await unticked(turn, shown) : plainText(loginPage(shown))
    return once(turn, async () => ({ consent: { grantId: await logInOnly(turn, shown, text) } }))
  }
  if (!asked) throw new Refusal('invalid_request', { detail: 'The decision is not one of this page.' })
  return answerRights({ turn, app, person, asked }, decision as Decision)
}
