// The skill: what Alexa heard becomes a command of the dialogue, and what Voice says becomes speech.
import {
  type Skill,
  getAccountLinkingAccessToken,
  getLocale,
  getRequest,
  getRequestType,
  getUserId,
  type HandlerInput,
  SkillBuilders
} from 'ask-sdk-core'
import type { events, IntentRequest, Response } from 'ask-sdk-model'
import type { DatabaseSync } from 'node:sqlite'
import { ParleyRefusal } from '@parley/sdk'
import { digest } from '../random.ts'
import { toSsml } from '../speech/ssml.ts'
import { type Acting, converse, type Places, type Said } from '../talk/converse.ts'
import { sayFailure } from '../talk/say-failure.ts'
import type { Command, Plain } from '../talk/understand.ts'
import { findLinked, isUseless, link, unlink } from './linked.ts'

/** sessionOf: the connection of an access token. giveBack: ends a permission by its id; both as the client that Alexa logs people in to. */
export type SkillParts = {
  db: DatabaseSync
  places: Places
  sessionOf: (accessToken: string) => Acting
  giveBack: (grant: string) => Promise<void>
}

// Alexa's limit for one speech.
const speechCharsMax = 8000

const intents: Record<string, Plain> = {
  ReadIntent: 'read',
  MoreIntent: 'more',
  WhoIntent: 'who',
  DeleteIntent: 'delete',
  'AMAZON.RepeatIntent': 'repeat',
  'AMAZON.YesIntent': 'yes',
  'AMAZON.NoIntent': 'no',
  'AMAZON.HelpIntent': 'help',
  'AMAZON.StopIntent': 'stop',
  'AMAZON.CancelIntent': 'stop',
  'AMAZON.NavigateHomeIntent': 'stop'
}

const commandOf = (input: HandlerInput): Command => {
  if (getRequestType(input.requestEnvelope) !== 'IntentRequest') return { do: 'welcome' }
  const { intent } = getRequest<IntentRequest>(input.requestEnvelope)
  if (intent.name === 'ReplyIntent') return { do: 'reply', text: (intent.slots?.['text']?.value ?? '').trim() }
  return Object.hasOwn(intents, intent.name) ? { do: intents[intent.name]! } : { do: 'unknown', heard: '' }
}

const answer = ({ responseBuilder }: HandlerInput, said: Said): Response => {
  responseBuilder.speak(toSsml(said.say)).withShouldEndSession(said.ends ?? said.connect ?? false)
  // The one card that is ever sent: it has no text of ours.
  if (said.connect) responseBuilder.withLinkAccountCard()
  if (said.asks === 'text')
    responseBuilder.addElicitSlotDirective('text', {
      name: 'ReplyIntent',
      confirmationStatus: 'NONE',
      slots: { text: { name: 'text', confirmationStatus: 'NONE' } }
    })
  return responseBuilder.getResponse()
}

// RFC 6750 §2.1.
const isToken = (token: string | undefined): token is string => /^[\w.~+/-]{1,2000}=*$/.test(token ?? '')

const talk = async ({ db, places, sessionOf }: SkillParts, input: HandlerInput): Promise<Response> => {
  const { requestEnvelope } = input
  if (!/^en(-|$)/.test(getLocale(requestEnvelope) ?? ''))
    return answer(input, { say: ['I am sorry, I only speak English.'], ends: true })
  const accessToken = getAccountLinkingAccessToken(requestEnvelope)
  if (!isToken(accessToken)) {
    const say = [
      'I am not connected to Parley yet. Open the card that I sent to your Alexa app, and log in with Parley.'
    ]
    return answer(input, { say, connect: true })
  }
  const session = sessionOf(accessToken)
  try {
    const { user, person, onlyOwn } = await link(db, getUserId(requestEnvelope), accessToken, session)
    // Another account of Parley behind the same Alexa user has a place of its own.
    const who = `alexa ${user} ${person}`
    const key = digest(requestEnvelope.request.requestId)
    const said = await converse(
      { session, places, who, me: person, key, max: speechCharsMax, onlyOwn },
      commandOf(input)
    )
    return answer(input, said)
  } catch (error) {
    const failure = sayFailure(error)
    if (!failure) throw error
    return answer(input, { ...failure, say: [failure.say] })
  }
}

/** Alexa sends no token with this; the permission is known from the last request, or from when the account was linked. */
const disabled = async ({ db, places, giveBack }: SkillParts, { requestEnvelope }: HandlerInput): Promise<void> => {
  const userId = getUserId(requestEnvelope)
  const linked = findLinked(db, userId)
  if (!linked) return
  await giveBack(linked.grant).catch((error: unknown) => {
    if (!(error instanceof ParleyRefusal) || error.code !== 'grant_missing') throw error
  })
  places.set(`alexa ${linked.user} ${linked.person}`, undefined)
  unlink(db, userId)
}

const accountLinked = async ({ db, sessionOf }: SkillParts, { requestEnvelope }: HandlerInput): Promise<void> => {
  const { body } = requestEnvelope.request as events.skillevents.AccountLinkedRequest
  const accessToken = body?.accessToken
  if (!isToken(accessToken)) return
  await link(db, getUserId(requestEnvelope), accessToken, sessionOf(accessToken)).catch((error: unknown) => {
    if (!isUseless(error)) throw error
  })
}

/** The skill as Alexa's SDK runs it; the caller has checked the request. */
export const makeSkill = (parts: SkillParts): Skill => {
  const on = (types: string[], handle: (input: HandlerInput) => Promise<Response | void>) => ({
    canHandle: ({ requestEnvelope }: HandlerInput) => types.includes(getRequestType(requestEnvelope)),
    handle: async (input: HandlerInput) => (await handle(input)) ?? input.responseBuilder.getResponse()
  })
  return SkillBuilders.custom()
    .addRequestHandlers(
      on(['LaunchRequest', 'IntentRequest'], (input) => talk(parts, input)),
      on(['AlexaSkillEvent.SkillDisabled'], (input) => disabled(parts, input)),
      on(['AlexaSkillEvent.SkillAccountLinked'], (input) => accountLinked(parts, input)),
      // The end of a session, other events, and what Alexa may send one day: nothing to say.
      { canHandle: () => true, handle: ({ responseBuilder }) => responseBuilder.getResponse() }
    )
    .create()
}
