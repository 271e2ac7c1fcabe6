// The skill: what Alexa heard becomes a turn of the dialogue, and what Voice says becomes speech.
import { ResponseFactory } from 'ask-sdk-core'
import type { Response } from 'ask-sdk-model'
import type { DatabaseSync } from 'node:sqlite'
import type { AlexaRequest } from '@parley/connectors/alexa/read-request.ts'
import { toSsml } from '@parley/connectors/speech/ssml.ts'
import { endsConnection, missingRight, type ParleyApp } from '@parley/sdk'
import { digest } from '@parley/site'
import { converse } from '../talk/converse.ts'
import { placeInStore } from '../talk/place-in-store.ts'
import { sayFailure } from '../talk/say-failure.ts'
import type { Said } from '../talk/turn.ts'
import { type Command, spokenCommands } from '../talk/understand.ts'

/** parley: the client that Alexa logs people in to. */
export type SkillParts = { db: DatabaseSync; parley: ParleyApp }

// Alexa's limit for one speech.
const speechCharsMax = 8000

const commandOf = ({ type, intent = '', slots }: AlexaRequest): Command => {
  if (type === 'LaunchRequest') return { do: 'welcome' }
  if (intent === 'ReplyIntent') return { do: 'reply', text: (slots['text'] ?? '').trim() }
  if (/^AMAZON\.(Cancel|NavigateHome)Intent$/.test(intent)) return { do: 'stop' }
  // An intent is named after its command: ReadIntent, AMAZON.RepeatIntent.
  const name = /^(?:AMAZON\.)?(\w+)Intent$/.exec(intent)?.[1]?.toLowerCase()
  return { do: spokenCommands.find((command) => command === name) ?? 'unknown' }
}

const talk = async ({ db, parley }: SkillParts, request: AlexaRequest): Promise<Said> => {
  const { id, locale, userId, accessToken } = request
  if (!/^en(-|$)/.test(locale)) return { say: ['I am sorry, I only speak English.'], ends: true }
  if (accessToken === undefined) {
    const sentence =
      'I am not connected to Parley yet. Open the card that I sent to your Alexa app, and log in with Parley.'
    return { say: [sentence], connect: true }
  }
  try {
    const session = await parley.links.open(userId, accessToken)
    // Another account of Parley behind the same Alexa user has a place of its own.
    const place = placeInStore(db, `alexa ${digest(userId)} ${session.person.id}`)
    return await converse({ session, place, key: digest(id), max: speechCharsMax }, commandOf(request))
  } catch (error) {
    return sayFailure(error)
  }
}

const responseOf = ({ say, asks, ends = false, connect = false }: Said): Response => {
  const response = ResponseFactory.init()
    .speak(toSsml(say))
    .withShouldEndSession(ends || connect)
  // The one card that is ever sent: it has no text of ours.
  if (connect) response.withLinkAccountCard()
  const slots = { text: { name: 'text', confirmationStatus: 'NONE' } } as const
  if (asks === 'text')
    response.addElicitSlotDirective('text', { name: 'ReplyIntent', confirmationStatus: 'NONE', slots })
  return response.getResponse()
}

/** What the skill answers to a request that was checked. */
export const answerAlexa = async (parts: SkillParts, request: AlexaRequest): Promise<Response> => {
  const { db, parley } = parts
  const { type, userId, accessToken } = request
  if (type === 'LaunchRequest' || type === 'IntentRequest') return responseOf(await talk(parts, request))
  if (type === 'AlexaSkillEvent.SkillAccountLinked' && accessToken !== undefined)
    await parley.links.open(userId, accessToken).catch((error: unknown) => {
      // A token that is over, or came without a permission, links nothing.
      if (!endsConnection(error) && missingRight(error) === undefined) throw error
    })
  if (type === 'AlexaSkillEvent.SkillDisabled') {
    // Alexa sends no token with this; the link knows whose permission it is.
    await parley.links.end(userId)
    // Also the places of accounts that were linked before.
    db.prepare('delete from place where who glob ?').run(`alexa ${digest(userId)} *`)
  }
  // To these, the end of a session, and what Alexa may send one day, there is nothing to say.
  return ResponseFactory.init().getResponse()
}
