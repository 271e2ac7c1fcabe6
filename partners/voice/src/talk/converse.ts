// One turn of the dialogue with a real permission: fetch what it needs, take the step, do the act, keep the place.
import { ParleyRefusal, type PartnerMessage, type Session } from '@parley/sdk'
import { type Act, acted, type Fetched, needsOf, stepOf, take, type Turn } from './dialogue.ts'
import { sayFailure } from './say-failure.ts'
import { freshState, type Ref, type State } from './state.ts'
import { type Command, understand } from './understand.ts'

/** Where each person stands; kept until it is set to undefined. */
export type Places = { get: (who: string) => State | undefined; set: (who: string, state: State | undefined) => void }
/** What Voice uses of a connection: a session of a login has it, and so does the plain token that Alexa sends. */
export type Acting = Pick<Session, 'messages' | 'grant'>
/** me: the person's id at this app; key: the same for a turn that is sent again, so that a reply goes out once; max: SSML characters. onlyOwn: the
 * permission holds for what Voice wrote and the replies to it, which is what people get who leave Parley's page as it is. */
export type Talk = {
  session: Acting
  places: Places
  who: string
  me: string
  key: string
  max: number
  onlyOwn: boolean
}
export type Said = Pick<Turn, 'say' | 'ends'> & { asks?: State['asks']; connect?: boolean; lacks?: string }

const pageRows = 25
const pagesMax = 8

const groupsOf = async (session: Acting): Promise<(conversation: string) => boolean> => {
  const direct = new Set<string>()
  for await (const { id, kind } of session.messages.conversations({ limit: 100 })) if (kind === 'direct') direct.add(id)
  // What is not known to be between two people is treated as a group: it is asked for first.
  return (conversation) => !direct.has(conversation)
}

const fetchPage = async ({ session, me }: Talk, after: string | undefined): Promise<Fetched> => {
  const items: PartnerMessage[] = []
  let page = await session.messages.changes({ after, limit: pageRows })
  items.push(...page.items)
  // Pages with nothing to read aloud, such as the person's own messages, are passed over.
  for (let pages = 1; page.more && pages < pagesMax && items.every((item) => item.from?.id === me); pages++) {
    page = await session.messages.changes({ after: page.next, limit: pageRows })
    items.push(...page.items)
  }
  return { items, isGroup: items.length > 0 ? await groupsOf(session) : () => true, next: page.next, more: page.more }
}

const isGone = (error: unknown): boolean =>
  error instanceof ParleyRefusal && ['message_missing', 'conversation_missing'].includes(error.code)

const fetchRefs = async ({ session }: Talk, refs: Ref[]): Promise<Fetched> => {
  const found = await Promise.all(
    refs.map(({ conversation, id }) =>
      session.messages.one(conversation, id).catch((error: unknown) => {
        if (isGone(error)) return undefined
        throw error
      })
    )
  )
  return { items: found.filter((item) => item !== undefined), isGroup: await groupsOf(session) }
}

const perform = async ({ session, key }: Talk, act: Act): Promise<string | undefined> => {
  if (act.do === 'delete') {
    await session.messages.delete(act.conversation, act.id)
    return undefined
  }
  const { conversation, text, replyTo } = act
  return (await session.messages.write(conversation, { text, ...(replyTo !== undefined && { replyTo }) }, { key })).id
}

const hint =
  'You let me read only what you wrote through me, and the replies to it. Connect again and choose any message.'

const turn = async (talk: Talk, state: State, command: Command): Promise<Turn> => {
  const step = stepOf(state, command)
  const needs = needsOf(state, step)
  const fetched = needs && ('refs' in needs ? await fetchRefs(talk, needs.refs) : await fetchPage(talk, needs.after))
  const taken = take(state, step, fetched, talk.me, talk.max)
  return taken.act ? acted(taken.state, taken.act, await perform(talk, taken.act)) : taken
}

/**
 * Says what follows from words (or a command, where words were understood elsewhere). When Parley refuses, the place stays as it was
 * and the refusal is said. Throws only faults of our own.
 */
export const converse = async (talk: Talk, words: string | Command): Promise<Said> => {
  const state = talk.places.get(talk.who) ?? freshState()
  const command = typeof words === 'string' ? understand(words, state.asks) : words
  try {
    const {
      state: next,
      say,
      ends
    } = await turn(talk, state, command).catch(async (error: unknown) => {
      // The place was given out under another permission.
      if (!(error instanceof ParleyRefusal) || error.code !== 'invalid_cursor') throw error
      return turn(talk, freshState(), command)
    })
    talk.places.set(talk.who, next)
    const nothingNew = talk.onlyOwn && needsOf(state, stepOf(state, command)) !== undefined && !next.thing
    return { say: nothingNew ? [...say, hint] : say, ...(ends && { ends }), asks: next.asks }
  } catch (error) {
    const failure = sayFailure(error)
    if (!failure) throw error
    const { say, ...rest } = failure
    talk.places.set(talk.who, { ...state, asks: undefined })
    return { say: [say], ...rest }
  }
}
