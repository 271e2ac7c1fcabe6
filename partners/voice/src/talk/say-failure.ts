// What Voice says when Parley refuses or cannot be reached.
import { endsConnection, isUnreachable, missingRight, ParleyBadReceipt, ParleyRefusal } from '@parley/sdk'

const rights: Record<string, string> = {
  read: 'You have not allowed me to read messages.',
  write: 'You have not allowed me to write messages. Nothing was sent.',
  delete: 'You have not allowed me to delete messages. Nothing was deleted.',
  messages: 'You have given me no permission for messages.'
}
const codes: Record<string, string> = {
  not_yours: 'Somebody else wrote that. Only who wrote a message can delete it.',
  own_only: 'I may delete only what you wrote through me.',
  message_missing: 'My permission does not reach that message. You can delete it in Parley.',
  conversation_missing: 'I may no longer use that conversation.',
  reply_target_missing: 'The message that you answer is gone. Nothing was sent.',
  not_friends: 'You are no longer friends, so nothing was sent.',
  kind_missing: 'Your permission does not include this kind of message.',
  grant_paused: 'You have paused my permission. Let it go on in Parley, under Connected apps.',
  budget_used: 'The messages that you let me read in one day are used up. Ask me again tomorrow.',
  rate_limited: 'That was too often for Parley. Wait a little and ask again.',
  app_suspended: 'Parley has suspended this app.',
  key_reused: 'That was sent already.',
  invalid_text: 'That text has characters that cannot be sent. Nothing was sent.'
}

/**
 * The sentence for an error, undefined for a fault of our own. connect: connecting again would help; lacks: the right that is missing.
 */
export const sayFailure = (error: unknown): { say: string; connect: boolean; lacks?: string } | undefined => {
  if (endsConnection(error))
    return { say: 'The connection to Parley has ended. Connect again to go on.', connect: true }
  const right = missingRight(error)
  if (right !== undefined)
    return { say: rights[right] ?? 'Your permission does not include that.', connect: true, lacks: right }
  if (isUnreachable(error))
    return { say: 'Parley cannot be reached right now. Ask me again in a moment.', connect: false }
  if (error instanceof ParleyBadReceipt)
    return {
      say: 'What Parley answered is not what it has on record, so I do not go on. Look under Activity.',
      connect: false
    }
  if (!(error instanceof ParleyRefusal)) return undefined
  return { say: codes[error.code] ?? `Parley says: ${error.title}.`, connect: false }
}
