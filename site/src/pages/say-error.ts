// What an error of the SDK means to the person in front of the screen.
import { endsConnection, isUnreachable, missingRight, ParleyBadReceipt, ParleyRefusal } from '@parley/sdk'

const rights: Record<string, string> = {
  write: 'may not write messages',
  read: 'may not read messages',
  delete: 'may not delete messages',
  friends: 'may not see the names of your friends'
}
const codes: Record<string, string> = {
  not_friends: 'You two are not friends in Parley any more, so nothing can be sent.',
  conversation_missing: 'Your permission does not include this conversation any more.',
  message_missing:
    'Your permission does not cover this message; it may be older than the permission. You can delete it in Parley.',
  rate_limited: 'That was a lot at once. Wait a moment, then try again.'
}

/**
 * One sentence for the person; undefined when the error is a fault of the app and must be thrown on. own: the app's words for codes.
 */
export const sayError = (name: string, own: Record<string, string>, error: unknown): string | undefined => {
  if (endsConnection(error)) return 'The connection to Parley has ended. Connect again, then try again.'
  const right = missingRight(error)
  if (right) {
    return rights[right]
      ? `${name} ${rights[right]}. Ask Parley for this, then try again.`
      : `${name} may not touch your messages. Connect it, then try again.`
  }
  if (isUnreachable(error)) return 'Parley cannot be reached right now. Nothing is lost; try again in a moment.'
  if (error instanceof ParleyBadReceipt)
    return `Parley’s receipt for this does not hold, so ${name} does not rely on its answer.`
  if (!(error instanceof ParleyRefusal)) return undefined
  return own[error.code] ?? codes[error.code] ?? `Parley refused: ${error.title}.`
}
