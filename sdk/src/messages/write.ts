// Writes a message as the person of the session, labelled with the app.
import type { ToldMessage, PartnerWrite } from '@parley/protocol/api/partner.ts'
import type { Access } from '../access.ts'
import type { CallOptions } from '../call.ts'
import { randomName } from '../random.ts'
import { callReceipted } from '../receipts/call-receipted.ts'
import { ParleyRefusal } from '../refusal.ts'
import { ParleyApprovalNeeded } from './approval-needed.ts'

/**
 * key: the Idempotency-Key, at most 128 characters. Give your own, kept in your database before the call, when a message must go out
 * once even if your app crashes in between; otherwise one is made for the call and its retries. Parley remembers a key for 7 days.
 */
export type WriteOptions = CallOptions & { key?: string | undefined }

/**
 * POST /v1/conversations/{conversation}/messages: text (1 to 4000 characters), a card (song, film, episode, receipt, link), or both.
 * The same key with the same content is the same message, however often it is sent. Refusals: right_missing (write),
 * conversation_missing, not_friends, reply_target_missing, key_reused, invalid_request. Of an agent also ParleyApprovalNeeded (see there),
 * approval_denied, approval_expired, approvals_full.
 */
export const write = async (
  access: Access,
  conversation: string,
  message: PartnerWrite,
  options: WriteOptions = {}
): Promise<ToldMessage> => {
  const key = options.key ?? randomName()
  try {
    return await send(access, conversation, message, { ...options, key })
  } catch (error) {
    if (!(error instanceof ParleyRefusal) || !error.approval) throw error
    throw new ParleyApprovalNeeded(error, error.approval, (more) =>
      write(access, conversation, message, { ...more, key })
    )
  }
}

const send = (
  access: Access,
  conversation: string,
  message: PartnerWrite,
  { key, signal }: CallOptions & { key: string }
): Promise<ToldMessage> =>
  callReceipted<ToldMessage>(
    access,
    { method: 'POST', path: `/conversations/${encodeURIComponent(conversation)}/messages`, body: message, key, signal },
    (answer) => [{ action: 'write', conversation, messages: [answer], sent: message }]
  )
