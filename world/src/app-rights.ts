// What an app's permission lets it do, and what not, in short sentences made from what it asks for.
import { actions, type Action } from '@parley/protocol/api/grant.ts'
import { kindWords } from '@parley/protocol/api/message-kinds.ts'
import type { DemoApp } from './demo-apps.ts'

const list = (words: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(words)

const untilWords = {
  once: 'once',
  hour: 'for an hour',
  day: 'for a day',
  '30_days': 'for 30 days',
  '90_days': 'for 90 days',
  until_revoked: 'until it is revoked'
} as const

const objectOf = (action: Action, { messages = 'own', kinds }: DemoApp['asks']): string => {
  const what = kinds ? list(kinds.map((kind) => kindWords[kind])) : 'messages'
  if (action === 'write') return what
  if (messages === 'any') return `any ${what}`
  return action === 'read' ? `${what} that it wrote, and replies to them` : `${what} that it wrote`
}

/** Each a part of a sentence: "It may …", "It may not …". */
export const appRights = ({ asks }: DemoApp): { may: string[]; mayNot: string[]; where: string } => ({
  may: [
    ...asks.actions.map((action) => `${action} ${objectOf(action, asks)}`),
    ...(asks.friends ? ['see the names of the people in those conversations'] : [])
  ],
  mayNot: [
    ...actions.filter((action) => !asks.actions.includes(action)).map((action) => `${action} messages`),
    ...(asks.actions.includes('read') && asks.messages !== 'any' ? ['read what friends write to each other'] : []),
    ...(asks.friends ? [] : ['see a list of friends'])
  ],
  where: `${asks.where === 'all' ? 'In all conversations' : 'In conversations the person chooses'}, ${asks.from === 'all_history' ? 'with all history' : 'from now on'}, ${untilWords[asks.until ?? '90_days']}.`
})
