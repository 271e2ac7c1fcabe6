// Where a line of Activity says something else than the log: each difference in a sentence; none is expected.
import type { Activity } from '@parley/protocol/api/grant.ts'
import { activitySentence, appInSentence } from '@parley/protocol/api/activity-sentence.ts'
import type { OwnerText, SharedText } from '@parley/protocol/log/entry-texts.ts'
import { timeMs } from '@parley/protocol/log/scalars.ts'
import { exactTime } from '../clock.ts'
import { counted } from '../numbers.ts'

/** A name that no conversation has, to find its place in the sentence. */
const anywhere = '\u0000'

/** appName: as the log has it; without it the name of the line is taken as it is. */
export const differences = (
  item: Activity,
  shared: SharedText,
  owner: OwnerText,
  appName: string | undefined
): string[] => {
  if (shared.id !== item.id) return ['Parley showed the entry of something else.']
  const found: string[] = []
  const n = 'n' in shared ? shared.n : 0
  const told = appInSentence(item.kind, item.app?.name)
  if (shared.t !== item.kind) found.push(`This line says “${item.kind}”, the log says “${shared.t}”.`)
  // The line has milliseconds, the log microseconds.
  if (Math.floor(timeMs(shared.at) ?? 0) !== Date.parse(item.at))
    found.push(`This line says ${exactTime(item.at)}, the log says ${exactTime(shared.at)}.`)
  if (n !== item.count)
    found.push(`This line counts ${counted(item.count, 'message', 'messages')}, the log counts ${n}.`)
  if (appName !== undefined && appName !== told) found.push(`This line names ${told}, the log names ${appName}.`)
  if ('app' in shared && shared.app === null && item.app) found.push(`This line names ${told}, the log names no app.`)
  if (('g' in owner ? owner.g : undefined) !== item.grant)
    found.push('This line belongs to another permission than the log says.')
  if (conversationOf(shared, owner) !== item.conversation?.id)
    found.push('This line is about another conversation than the log says.')
  if (!sameMessages(item, owner)) found.push('This line shows other messages than the log says.')
  if (found.length === 0 && !isSentenceOf(item, shared, owner, appName ?? told))
    found.push('The sentence of this line says something else than the log.')
  return found
}

/** A pause may be about one conversation, and a decision is; which one only the person and the app are told. */
const conversationOf = (shared: SharedText, owner: OwnerText): string | undefined => {
  if ('conv' in shared) return shared.conv ?? undefined
  return (owner.frame === 'grant' || owner.frame === 'decision' ? owner.conv : undefined) ?? undefined
}

/** The line shows the first messages only. */
const sameMessages = ({ messages, count }: Activity, owner: OwnerText): boolean => {
  if (owner.frame !== 'access' && owner.frame !== 'undo') return messages.length === 0
  return (
    messages.length === Math.min(count, 20) &&
    messages.every(({ id, seq }, at) => {
      const item = owner.items[at]
      return item?.message === id && (seq === undefined || seq === item.seq)
    })
  )
}

const isSentenceOf = ({ kind, sentence }: Activity, shared: SharedText, owner: OwnerText, app: string): boolean => {
  const what = shared.frame === 'undo' ? shared.what : owner.frame === 'list' ? owner.what : undefined
  const say = (where: string | undefined) =>
    activitySentence({
      kind,
      app,
      count: 'n' in shared ? shared.n : 0,
      gone: owner.frame === 'access' ? owner.items.filter(({ isDeleted }) => isDeleted).length : 0,
      where,
      what,
      because: owner.frame === 'grant' ? owner.because : undefined
    })
  // How the conversation is called is not in the log; everything around its name is.
  const [before = '', after] = say(anywhere).split(anywhere)
  return sentence === say(undefined) || (after !== undefined && sentence.startsWith(before) && sentence.endsWith(after))
}
