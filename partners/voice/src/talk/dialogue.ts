// The dialogue of page, command line and Alexa: a state, a command and what was fetched for it become sentences and at most one act.
import type { PartnerMessage, ToldMessage } from '@parley/sdk'
import { ssmlLength } from '../speech/ssml.ts'
import { sayMessage } from './say-message.ts'
import { freshState, type Ref, type State, type Thing } from './state.ts'
import type { Command } from './understand.ts'

/** A command in the light of what Voice asked: groups and erase are a yes to its question, leave is a no. */
export type Step = Command | { do: 'groups' | 'erase' | 'leave' | 'asked nothing' }
/** What a step needs: a page of changes from a place, or messages by their ids. */
export type Needs = { after: string | undefined } | { refs: Ref[] } | undefined
/** next: where the page ended. groups: whether a conversation is more than two people, or unknown. missing ones are left out of items. */
export type Fetched = {
  items: PartnerMessage[]
  isGroup: (conversation: string) => boolean
  next?: string
  more?: boolean
}
export type Act =
  | { do: 'write'; conversation: string; text: string; replyTo?: string }
  | { do: 'delete'; conversation: string; id: string }
/** act: to be done before `say` is said; then `acted` gives the rest. */
export type Turn = { state: State; say: string[]; act?: Act; ends?: boolean }

export const replyCharsMax = 4000
const refsAtOnce = 10
const refsKeptMax = 200
const namesMax = 5
// For what is said besides messages.
const reserveChars = 1200

const help =
  'You can say: read my new messages, who wrote, reply and then your words, delete that, say more, repeat, or stop.'
const count = (n: number, one: string): string => (n === 1 ? `1 ${one}` : `${n} ${one}s`)
const hidden = (n: number): string[] =>
  n === 0
    ? []
    : [`${count(n, 'message')} ${n === 1 ? 'is' : 'are'} hidden from me by who wrote ${n === 1 ? 'it' : 'them'}.`]

export const stepOf = (state: State, command: Command): Step => {
  if (command.do === 'yes') {
    if (state.asks === 'groups') return { do: 'groups' }
    if (state.asks === 'delete') return { do: 'erase' }
    return { do: state.asks === undefined && (state.queue.length > 0 || state.more) ? 'more' : 'asked nothing' }
  }
  return command.do === 'no' ? { do: 'leave' } : command
}

/** What was fetched and not read aloud yet comes before anything newer. */
const goesOn = ({ queue }: State, step: Step): boolean => (step.do === 'more' || step.do === 'read') && queue.length > 0

export const needsOf = (state: State, step: Step): Needs => {
  if (step.do === 'groups') return { refs: state.groups.slice(0, refsAtOnce) }
  if (goesOn(state, step)) return { refs: state.queue.slice(0, refsAtOnce) }
  if (step.do === 'repeat') return { after: state.before }
  return step.do === 'read' || step.do === 'more' || step.do === 'who' ? { after: state.after } : undefined
}

const isToRead = (item: PartnerMessage, me: string): item is ToldMessage =>
  !item.withheld && !item.deleted && item.from.id !== me

/** The last sentence: how it goes on. */
const goOn = (state: State): Turn => {
  const { queue, groups, more } = state
  if (queue.length > 0) return { state, say: ['There is more. Say more to go on.'] }
  if (groups.length === 0) return { state, say: more ? ['There are more messages. Say more to go on.'] : [] }
  const many = groups.length === 1 ? 'There is 1 message in a group. Shall I read it aloud?' : undefined
  const question = many ?? `There are ${groups.length} messages in groups. Shall I read them aloud?`
  return { state: { ...state, asks: 'groups' }, say: [question] }
}

/** Says messages until the speech is full; what did not fit waits in the queue, before `rest`. */
const readAloud = (
  state: State,
  read: [Ref, ToldMessage, boolean][],
  rest: Ref[],
  first: string[],
  max: number
): Turn => {
  let left = max - reserveChars
  let thing: Thing | undefined
  const say: string[] = []
  let queue = rest
  reading: for (const [i, [ref, message, group]] of read.entries()) {
    const parts = sayMessage(message, group)
    for (let part = ref.from ?? 0; part < parts.length; part++) {
      left -= ssmlLength(parts[part]!)
      if (left < 0) {
        const start = { conversation: ref.conversation, id: ref.id, ...(part > 0 && { from: part }) }
        queue = [start, ...read.slice(i + 1).map(([later]) => later), ...rest]
        break reading
      }
      say.push(parts[part]!)
    }
    const { conversation, id } = ref
    thing = { conversation, id, who: message.from.name, mine: false, group }
  }
  const next = goOn({ ...state, queue: queue.slice(-refsKeptMax), thing: thing ?? state.thing })
  return { state: next.state, say: [...first, ...say, ...next.say] }
}

const readPage = (state: State, from: string | undefined, fetched: Fetched, me: string, max: number): Turn => {
  const read = fetched.items.filter((item) => isToRead(item, me))
  const kept = fetched.items.filter((item) => item.withheld).length
  const direct = read.filter(({ conversation }) => !fetched.isGroup(conversation))
  const refOf = ({ conversation, id }: ToldMessage): Ref => ({ conversation, id })
  const groups = [...state.groups, ...read.filter((message) => !direct.includes(message)).map(refOf)]
  const { next: after, more = false } = fetched
  const moved = { ...state, after, before: from, more, groups: groups.slice(-refsKeptMax) }
  const first = read.length + kept === 0 && !more ? ['There are no new messages.'] : hidden(kept)
  return readAloud(
    moved,
    direct.map((message) => [refOf(message), message, false]),
    [],
    first,
    max
  )
}

const readRefs = (state: State, from: 'queue' | 'groups', fetched: Fetched, me: string, max: number): Turn => {
  const refs = state[from].slice(0, refsAtOnce)
  const found = refs.flatMap((ref): [Ref, ToldMessage, boolean][] => {
    const item = fetched.items.find(({ id }) => id === ref.id)
    return item && isToRead(item, me) ? [[ref, item, fetched.isGroup(ref.conversation)]] : []
  })
  const kept = fetched.items.filter((item) => item.withheld).length
  const gone = found.length === 0 && kept === 0 ? ['These messages are gone.'] : hidden(kept)
  const rest = state[from].slice(refsAtOnce)
  return readAloud({ ...state, ...(from === 'groups' && { groups: [] }) }, found, rest, gone, max)
}

const sayWho = (state: State, fetched: Fetched, me: string): Turn => {
  const counts = new Map<string, number>()
  const read = fetched.items.filter((item) => isToRead(item, me))
  for (const { from, conversation } of read) {
    const key = `${from.name || 'somebody whose account is closed'}${fetched.isGroup(conversation) ? ' in a group' : ''}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const kept = hidden(fetched.items.filter((item) => item.withheld).length)
  const { thing } = state
  const last = thing && !thing.mine ? ` The last message that I read was from ${thing.who}.` : ''
  if (counts.size === 0) return { state, say: [...kept, `Nobody has written anything new that I may read.${last}`] }
  const each = [...counts].slice(0, namesMax).map(([who, n]) => `${count(n, 'message')} from ${who}`)
  const others = fetched.more || counts.size > namesMax ? ', and more' : ''
  return { state, say: [`${each.join(', ')}${others}.`, ...kept] }
}

const whom = ({ group, who }: Thing): string => (group ? 'the group' : who)

const reply = (state: State, text: string): Turn => {
  const { thing } = state
  if (!thing) return { state, say: ['I have not read a message to you yet, so I do not know whom to answer.'] }
  if (text === '') return { state: { ...state, asks: 'text' }, say: [`What shall I reply to ${whom(thing)}?`] }
  if (text.length > replyCharsMax) return { state, say: ['That is too long for one message. Nothing was sent.'] }
  const { conversation, id, mine } = thing
  return { state, say: [], act: { do: 'write', conversation, text, ...(!mine && { replyTo: id }) } }
}

const askToDelete = (state: State): Turn => {
  const { thing } = state
  if (!thing) return { state, say: ['There is nothing that I could delete: I delete only what you wrote through me.'] }
  if (!thing.mine) return { state, say: [`${thing.who} wrote that. Only who wrote a message can delete it.`] }
  const question = `Shall I delete your message to ${whom(thing)} for everyone?`
  return { state: { ...state, asks: 'delete' }, say: [question] }
}

/** What follows from a step. me: the person's own id; max: how many characters of SSML the speech may have. */
export const take = (before: State, step: Step, fetched: Fetched | undefined, me: string, max: number): Turn => {
  // A question waits for one answer.
  const state: State = { ...before, asks: undefined }
  const { thing } = state
  if (fetched) {
    if (step.do === 'groups') return readRefs(state, 'groups', fetched, me, max)
    if (step.do === 'who') return sayWho(state, fetched, me)
    if (goesOn(state, step)) return readRefs(state, 'queue', fetched, me, max)
    if (step.do === 'repeat') return readPage({ ...freshState(), thing }, state.before, fetched, me, max)
    return readPage(state, state.after, fetched, me, max)
  }
  if (step.do === 'reply') return reply(state, step.text)
  if (step.do === 'delete') return askToDelete(state)
  if (step.do === 'erase' && thing)
    return { state, say: [], act: { do: 'delete', conversation: thing.conversation, id: thing.id } }
  if (step.do === 'leave')
    return { state: before.asks === 'groups' ? { ...state, groups: [] } : state, say: ['All right.'] }
  if (step.do === 'stop') return { state, say: ['Goodbye.'], ends: true }
  if (step.do === 'welcome') return { state, say: ['This is Voice. I read your messages aloud.', help] }
  if (step.do === 'help') return { state, say: [help] }
  return {
    state,
    say: [step.do === 'asked nothing' ? 'I have not asked anything.' : 'I did not understand that.', help]
  }
}

/** After the act: id is the message written; what Voice says, and what "that" is from now on. */
export const acted = (state: State, act: Act, id?: string): Turn => {
  const { thing } = state
  if (act.do === 'delete' || !thing) return { state: { ...state, thing: undefined }, say: ['Deleted, for everyone.'] }
  return { state: { ...state, thing: { ...thing, id: id ?? thing.id, mine: true } }, say: [`Sent to ${whom(thing)}.`] }
}
