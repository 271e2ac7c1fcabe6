// What Voice says when Parley refuses or cannot be reached.
import { endsConnection, missingRight } from '@parley/sdk'
import { sayError } from '@parley/site'
import type { Said } from './turn.ts'

const words = {
  'lacks read': 'You have not allowed me to read messages.',
  'lacks write': 'You have not allowed me to write messages. Nothing was sent.',
  'lacks delete': 'You have not allowed me to delete messages. Nothing was deleted.',
  'lacks messages': 'You have given me no permission for messages.',
  not_yours: 'Somebody else wrote that. Only who wrote a message can delete it.',
  own_only: 'I may delete only what you wrote through me.',
  message_missing: 'My permission does not reach that message. You can delete it in Parley.',
  reply_target_missing: 'The message that you answer is gone. Nothing was sent.',
  key_reused: 'That was sent already.',
  invalid_text: 'That text has characters that cannot be sent. Nothing was sent.'
}

/** Throws the error when it is a fault of our own. */
export const sayFailure = (error: unknown): Said => {
  const sentence = sayError('Voice', words, error)
  if (sentence === undefined) throw error
  const lacks = missingRight(error)
  return { say: [sentence], lacks, connect: lacks !== undefined || endsConnection(error) }
}
