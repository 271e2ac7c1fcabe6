// What an error of the SDK means to the person: one word for its kind, and a sentence for each word.
import { endsConnection, isUnreachable, missingRight, ParleyBadReceipt, ParleyRefusal } from '@parley/sdk'

const kindOf = (error: unknown): string | undefined => {
  if (endsConnection(error)) return 'ended'
  const right = missingRight(error)
  if (right !== undefined) return `lacks ${right}`
  if (isUnreachable(error)) return 'away'
  if (error instanceof ParleyBadReceipt) return 'bad receipt'
  return error instanceof ParleyRefusal ? error.code : undefined
}

const wordsOf = (name: string): Record<string, string> => ({
  ended: 'The connection to Parley has ended. Connect again, then try again.',
  'lacks write': `${name} may not write messages. Ask Parley for this, then try again.`,
  'lacks read': `${name} may not read messages. Ask Parley for this, then try again.`,
  'lacks delete': `${name} may not delete messages. Ask Parley for this, then try again.`,
  'lacks friends': `${name} may not see the names of your friends. Ask Parley for this, then try again.`,
  'lacks messages': `${name} may not touch your messages. Connect it, then try again.`,
  away: 'Parley cannot be reached right now. Nothing is lost; try again in a moment.',
  'bad receipt': `Parley’s receipt for this does not hold, so ${name} does not rely on its answer.`,
  not_friends: 'You two are not friends in Parley any more, so nothing can be sent.',
  conversation_missing: 'Your permission does not include this conversation any more.',
  message_missing:
    'Your permission does not cover this message; it may be older than the permission. You can delete it in Parley.',
  grant_paused: `You have paused ${name} in Parley. Let it go on there, under Connected apps.`,
  budget_used: `The messages that you let ${name} read in one day are used up. Try again tomorrow.`,
  app_suspended: `Whoever runs Parley has suspended ${name}.`,
  rate_limited: 'That was a lot at once. Wait a moment, then try again.'
})

/**
 * One sentence for the person; undefined when the error is a fault of the app and must be thrown on. own: the app's words, by the code of a
 * refusal, or by `ended`, `away`, `bad receipt`, and `lacks` with the right that is missing (`lacks write`; `lacks messages` for all of them).
 */
export const sayError = (name: string, own: Record<string, string>, error: unknown): string | undefined => {
  const kind = kindOf(error)
  if (kind === undefined) return undefined
  const words = { ...wordsOf(name), ...own }
  if (Object.hasOwn(words, kind)) return words[kind]
  if (kind.startsWith('lacks ')) return words['lacks messages']
  return error instanceof ParleyRefusal ? `Parley refused: ${error.title}.` : undefined
}
