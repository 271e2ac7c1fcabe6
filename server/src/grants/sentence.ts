// One sentence that says what a grant allows, for lists and pages.
import type { Answers } from '@parley/protocol/api/grant.ts'

const join = (words: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(words)

const untilWords: Record<Answers['until'], string> = {
  once: 'once',
  hour: 'for an hour',
  day: 'for a day',
  '30_days': 'for 30 days',
  '90_days': 'for 90 days',
  until_revoked: 'until you revoke it'
}

/** As in "can read and write its own messages and the replies to them, in 2 conversations, from now on, for 90 days". */
export const sentenceOf = (answers: Answers): string => {
  if (answers.actions.length === 0) {
    return answers.friends
      ? 'can see the names of the people in chosen conversations, and no messages'
      : 'can use your name to log you in, and no messages'
  }
  const what = answers.messages === 'own' ? 'its own messages and the replies to them' : 'messages'
  const n = answers.conversations.length
  const where = answers.where === 'all' ? 'all your conversations' : n === 1 ? '1 conversation' : `${n} conversations`
  const from = answers.from === 'all_history' ? 'with all history' : 'from now on'
  return `can ${join(answers.actions)} ${what} in ${where}, ${from}, ${untilWords[answers.until]}`
}
