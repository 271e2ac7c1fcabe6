// Writes a message as the person of the session, labelled with the app.
import type { ToldMessage, PartnerWrite } from '@parley/protocol/api/partner.ts'
import type { Access } from '../access.ts'
import type { CallOptions } from '../call.ts'
import { randomName } from '../random.ts'
import { callReceipted } from '../receipts/call-receipted.ts'

/**
 * key: the Idempotency-Key, at most 128 characters. Give your own, kept in your database before the call, when a message must go out
 * once even if your app crashes in between; otherwise one is made for the call and its retries.
 */
export type WriteOptions = CallOptions & { key?: string | undefined }

/**
 * POST /v1/conversations/{conversation}/messages: text (1 to 4000 characters), a card (song, film, episode, receipt, link), or both.
 * The same key with the same content is the same message, however often it is sent. Refusals: right_missing (write),
 * conversation_missing, not_friends, reply_target_missing, key_reused, invalid_request.
 */
export const write = (
  access: Access,
  conversation: string,
  message: PartnerWrite,
  options: WriteOptions = {}
): Promise<ToldMessage> =>
  callReceipted<ToldMessage>(
    access,
    {
      method: 'POST',
      path: `/conversations/${encodeURIComponent(conversation)}/messages`,
      body: message,
      key: options.key ?? randomName(),
      signal: options.signal
    },
    (answer) => [{ action: 'write', conversation, messages: [answer], sent: message }]
  )
