// One sentence that says what a grant allows, for lists and pages.
import type { Answers } from '@parley/protocol/api/grant.ts'
import { kindWords } from '@parley/protocol/api/message-kinds.ts'

const join = (words: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(words)

const untilWords: Record<Answers['until'], string> = {
  once: 'once',
  hour: 'for an hour',
  day: 'for a day',
  '30_days': 'for 30 days',
  '90_days': 'for 90 days',
  until_revoked: 'until you revoke it'
}

const counted = (n: number, one: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : `${one}s`}`

const whatOf = ({ messages, kinds }: Answers): string => {
  if (!kinds) return messages === 'own' ? 'its own messages and the replies to them' : 'messages'
  const listed = join(kinds.map((kind) => kindWords[kind]))
  return messages === 'own' ? `${listed} among its own messages and the replies to them` : listed
}

/** As in "can read and write its own messages and the replies to them, in 2 conversations, from now on, for 90 days". */
export const sentenceOf = (answers: Answers): string => {
  if (answers.actions.length === 0) {
    return answers.friends
      ? 'can see the names of the people in chosen conversations, and no messages'
      : 'can use your name to log you in, and no messages'
  }
  const n = answers.conversations.length
  const where = answers.where === 'all' ? 'all your conversations' : n === 1 ? '1 conversation' : `${n} conversations`
  const from = answers.from === 'all_history' ? 'with all history' : 'from now on'
  const most = answers.perDay === undefined ? '' : `, at most ${counted(answers.perDay, 'message')} a day`
  return `can ${join(answers.actions)} ${whatOf(answers)} in ${where}, ${from}${most}, ${untilWords[answers.until]}`
}
