// Reading aloud: what is new, what waits, and who wrote, as far as one speech reaches.
import { countFitting } from '@parley/connectors/speech/cut-text.ts'
import { fetchNews, fetchWaiting, type Found } from './fetch-messages.ts'
import { sayMessage } from './say-message.ts'
import type { State } from './state.ts'
import type { Talk, Turn } from './turn.ts'

const refsAtOnce = 10
const refsKeptMax = 200
const namesMax = 5
// For what is said besides messages.
const reserveChars = 1200

const sayHidden = (n: number): string[] => {
  if (n === 0) return []
  if (n === 1) return ['1 message is hidden from me by the person who wrote it.']
  return [`${n} messages are hidden from me by the people who wrote them.`]
}

const sayNothing = ({ session }: Talk, { thing }: State, sentence: string): string[] => {
  if (session.permission?.messages !== 'own' || thing) return [sentence]
  // Parley's page offers this first.
  const hint = 'You let me read only what you wrote through me, and the replies to it.'
  return [sentence, hint, 'Connect again and choose any message.']
}

/** What is said last: how it goes on. */
const goOn = ({ queue, groups, more }: State): string[] => {
  if (queue.length > 0) return ['There is more. Say more to go on.']
  if (groups.length === 1) return ['There is 1 message in a group. Shall I read it aloud?']
  if (groups.length > 1) return [`There are ${groups.length} messages in groups. Shall I read them aloud?`]
  return more ? ['There are more messages. Say more to go on.'] : []
}

/** Says messages, after `first`, until the speech is full; what did not fit waits in the queue, before what waits there. */
const readAloud = ({ max }: Talk, before: State, told: Found['told'], first: string[]): Turn => {
  const parts = told.flatMap(({ ref, message }) =>
    sayMessage(message, ref.group)
      .map((text, from) => ({ ref: { ...ref, from }, who: message.from.name, text }))
      .slice(ref.from ?? 0)
  )
  const texts = parts.map(({ text }) => text)
  const fitting = countFitting(texts, max - reserveChars)
  // A message waits from the part at which the speech was full; those after it, from their beginning.
  const later = parts.slice(fitting).filter(({ ref }, i) => i === 0 || ref.from === 0)
  const queue = [...later.map(({ ref }) => ref), ...before.queue].slice(-refsKeptMax)
  const last = parts[fitting - 1]
  const thing = last ? { ...last.ref, who: last.who, mine: false } : before.thing
  const asks = queue.length === 0 && before.groups.length > 0 ? 'groups' : undefined
  const state: State = { ...before, queue, thing, asks }
  return { state, say: [...first, ...texts.slice(0, fitting), ...goOn(state)] }
}

/** Reads what came after a place; messages in groups wait for a yes. What waits already waits on, and once, also when a place is read again. */
export const readNews = async (talk: Talk, state: State, before: string | undefined): Promise<Turn> => {
  const { told, hidden, next: after, more } = await fetchNews(talk.session, before)
  const direct = told.filter(({ ref }) => !ref.group)
  const inGroups = told.flatMap(({ ref }) => (ref.group ? [ref] : []))
  const queue = state.queue.filter(({ id }) => !direct.some(({ ref }) => ref.id === id))
  const waiting = new Set([...queue, ...state.groups].map(({ id }) => id))
  const groups = [...state.groups, ...inGroups.filter(({ id }) => !waiting.has(id))].slice(-refsKeptMax)
  const isNothing = told.length + hidden === 0 && !more
  const first = isNothing ? sayNothing(talk, state, 'There are no new messages.') : sayHidden(hidden)
  return readAloud(talk, { ...state, before, after, more, queue, groups }, direct, first)
}

/** What was fetched and not read aloud yet comes before anything newer. */
export const readOn = async (talk: Talk, state: State): Promise<Turn> => {
  const { queue, after } = state
  if (queue.length === 0) return readNews(talk, state, after)
  const { told, hidden } = await fetchWaiting(talk.session, queue.slice(0, refsAtOnce))
  const first = told.length + hidden === 0 ? ['These messages are gone.'] : sayHidden(hidden)
  return readAloud(talk, { ...state, queue: queue.slice(refsAtOnce) }, told, first)
}

/** Counts what is new by who wrote it; the place stays. */
export const sayWho = async (talk: Talk, state: State): Promise<Turn> => {
  const { told, hidden, more } = await fetchNews(talk.session, state.after)
  const authors = Map.groupBy(told, ({ ref, message }) => {
    const name = message.from.name || 'somebody whose account is closed'
    return ref.group ? `${name} in a group` : name
  })
  const counts = [...authors].map(([who, all]) => `${all.length} message${all.length > 1 ? 's' : ''} from ${who}`)
  const { thing } = state
  const last = thing && !thing.mine ? ` The last message that I read was from ${thing.who}.` : ''
  const others = more || counts.length > namesMax ? ', and more' : ''
  const nobody = sayNothing(talk, state, `Nobody has written anything new that I may read.${last}`)
  const say = counts.length === 0 ? nobody : [`${counts.slice(0, namesMax).join(', ')}${others}.`]
  return { state, say: [...say, ...sayHidden(hidden)] }
}
