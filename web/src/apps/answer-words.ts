// The six answers of a permission in plain words.
import { kindWords } from '@parley/protocol/api/message-kinds.ts'
import type { Action, Answers, Grant, Until } from '../api/shapes.ts'
import { count } from '../numbers.ts'

export const actionOrder: Action[] = ['read', 'write', 'delete']
export const untilOrder: Until[] = ['once', 'hour', 'day', '30_days', '90_days', 'until_revoked']

export const actionWords: Record<Action, { label: string; hint: string }> = {
  read: { label: 'Read', hint: 'See messages and who wrote them.' },
  write: { label: 'Write', hint: 'Send messages in your name, marked with the app.' },
  delete: { label: 'Delete', hint: 'Delete messages of yours for everyone.' }
}

export const untilWords: Record<Until, string> = {
  once: 'Once',
  hour: 'An hour',
  day: 'A day',
  '30_days': '30 days',
  '90_days': '90 days',
  until_revoked: 'Until you revoke it'
}

export const messagesWords: Record<Answers['messages'], { label: string; hint: string }> = {
  own: { label: 'Its own messages', hint: 'Those it wrote for you, and the replies to them.' },
  any: { label: 'All messages', hint: 'Also those that you and your friends wrote.' }
}

export const fromWords: Record<Answers['from'], string> = {
  from_now: 'From the moment you connected it',
  all_history: 'With all history'
}

export const whatWords = ({ actions, friends }: Answers): string => {
  const words = actionOrder
    .filter((action) => actions.includes(action))
    .map((action) => actionWords[action].label.toLowerCase())
  const doing = words.length > 0 ? new Intl.ListFormat(undefined, { type: 'conjunction' }).format(words) : ''
  const first = doing ? `${doing.charAt(0).toUpperCase()}${doing.slice(1)} messages` : 'Nothing with messages'
  return friends ? `${first}; see the names of your friends there` : first
}

export const kindsWords = ({ kinds }: Answers): string => {
  if (!kinds) return 'All kinds'
  const words = new Intl.ListFormat(undefined, { type: 'conjunction' }).format(kinds.map((kind) => kindWords[kind]))
  return `Only ${words}`
}

export const perDayWords = ({ answers: { perDay }, today }: Grant): string => {
  if (perDay === undefined) return 'As many as there are'
  const most = count(perDay)
  return today ? `${count(today.used)} of ${most} messages today` : `${most} messages a day`
}

export const endedWords: Record<NonNullable<Grant['ended']>['because'], string> = {
  revoked: 'You revoked it',
  given_back: 'The app gave it back',
  replaced: 'You gave a newer permission',
  expired: 'Its time was over',
  unused: 'It was not used for 90 days',
  used_once: 'It was used once',
  compromised: 'One of its keys was used twice, so somebody may have a copy'
}
