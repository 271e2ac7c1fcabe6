// What an error of the SDK means to the person in front of the screen.
import { endsConnection, isUnreachable, missingRight, ParleyBadReceipt, ParleyRefusal } from '@parley/sdk'

const rights: Record<string, string> = {
  write: 'Music may not write messages. Ask Parley for this, then try again.',
  read: 'Music may not read messages. Ask Parley for this, then try again.',
  delete: 'Music may not delete messages. Ask Parley for this, then try again.',
  friends: 'Music may not see the names of your friends. Ask Parley for this, then try again.'
}
const codes: Record<string, string> = {
  not_friends: 'You two are not friends in Parley any more, so nothing can be sent.',
  conversation_missing: 'Your permission does not include this conversation any more.',
  message_missing:
    'Your permission does not cover this message; it may be older than the permission. You can delete it in Parley.',
  rate_limited: 'That was a lot at once. Wait a moment, then try again.'
}

/** One sentence for the person; undefined when the error is a fault of this app and must be thrown on. */
export const sayError = (error: unknown): string | undefined => {
  if (endsConnection(error)) return 'The connection to Parley has ended. Connect again, then try again.'
  const right = missingRight(error)
  if (right) return rights[right] ?? 'Music may not touch your messages. Connect it, then try again.'
  if (isUnreachable(error)) return 'Parley cannot be reached right now. Nothing is lost; try again in a moment.'
  if (error instanceof ParleyBadReceipt)
    return 'Parley’s receipt for this does not hold, so Music does not rely on its answer.'
  if (error instanceof ParleyRefusal) return codes[error.code] ?? `Parley refused: ${error.title}.`
  return undefined
}
