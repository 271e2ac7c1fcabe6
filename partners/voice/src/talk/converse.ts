// One turn of the dialogue, for page, command line and Alexa alike: words come in, something is done at Parley, sentences come out.
import { ParleyRefusal } from '@parley/sdk'
import { readNews, readOn, sayWho } from './read-aloud.ts'
import { sayFailure } from './say-failure.ts'
import { freshState, type State, type Thing } from './state.ts'
import type { Said, Talk, Turn } from './turn.ts'
import { type Command, type Plain, understand } from './understand.ts'

export const replyCharsMax = 4000

const help =
  'You can say: read my new messages, who wrote, reply and then your words, delete that, say more, repeat, or stop.'

const whom = ({ group, who }: Thing): string => (group ? 'the group' : who)

const reply = async ({ session, key }: Talk, state: State, text: string): Promise<Turn> => {
  const { thing } = state
  if (!thing) return { state, say: ['I have not read a message to you yet, so I do not know whom to answer.'] }
  if (text === '') return { state: { ...state, asks: 'text' }, say: [`What shall I reply to ${whom(thing)}?`] }
  if (text.length > replyCharsMax) return { state, say: ['That is too long for one message. Nothing was sent.'] }
  const message = { text, ...(!thing.mine && { replyTo: thing.id }) }
  const { id } = await session.messages.write(thing.conversation, message, { key })
  return { state: { ...state, thing: { ...thing, id, mine: true } }, say: [`Sent to ${whom(thing)}.`] }
}

const askToDelete = (state: State): Turn => {
  const { thing } = state
  if (!thing) return { state, say: ['There is nothing that I could delete: I delete only what you wrote through me.'] }
  if (!thing.mine) return { state, say: [`${thing.who} wrote that. Only who wrote a message can delete it.`] }
  return { state: { ...state, asks: 'delete' }, say: [`Shall I delete your message to ${whom(thing)} for everyone?`] }
}

const erase = async ({ session }: Talk, { thing, ...state }: State): Promise<Turn> => {
  if (thing) await session.messages.delete(thing.conversation, thing.id)
  return { state, say: ['Deleted, for everyone.'] }
}

const sayYes = async (talk: Talk, state: State, asked: State['asks']): Promise<Turn> => {
  const { queue, groups, more } = state
  if (asked === 'groups') return readOn(talk, { ...state, queue: groups, groups: [] })
  if (asked === 'delete') return erase(talk, state)
  if (asked === undefined && (queue.length > 0 || more)) return readOn(talk, state)
  return { state, say: ['I have not asked anything.', help] }
}

/** asked: what Voice asked before. */
type Step = (talk: Talk, state: State, asked: State['asks']) => Turn | Promise<Turn>
const only =
  (...say: string[]): Step =>
  (_talk, state) => ({ state, say })

const steps: Record<Plain, Step> = {
  read: readOn,
  more: readOn,
  repeat: (talk, state) => readNews(talk, state, state.before),
  who: sayWho,
  delete: (_talk, state) => askToDelete(state),
  yes: sayYes,
  no: (_talk, state, asked) => ({ state: asked === 'groups' ? { ...state, groups: [] } : state, say: ['All right.'] }),
  stop: (_talk, state) => ({ state, say: ['Goodbye.'], ends: true }),
  welcome: only('This is Voice. I read your messages aloud.', help),
  help: only(help),
  unknown: only('I did not understand that.', help)
}

const take = async (talk: Talk, { asks, ...state }: State, command: Command): Promise<Turn> =>
  command.do === 'reply' ? reply(talk, state, command.text) : steps[command.do](talk, state, asks)

/**
 * Says what follows from words (or a command, where words were understood elsewhere). A question waits for one answer. When Parley refuses,
 * the place stays as it was and the refusal is said. Throws only faults of our own.
 */
export const converse = async (talk: Talk, words: string | Command): Promise<Said> => {
  const { place } = talk
  const before = (await place.get()) ?? freshState()
  const command = typeof words === 'string' ? understand(words, before.asks) : words
  try {
    const { state, ...said } = await take(talk, before, command).catch((error: unknown) => {
      // The place was given out under another permission.
      if (!(error instanceof ParleyRefusal) || error.code !== 'invalid_cursor') throw error
      return take(talk, freshState(), command)
    })
    await place.set(state)
    return { ...said, asks: state.asks }
  } catch (error) {
    await place.set({ ...before, asks: undefined })
    return sayFailure(error)
  }
}
