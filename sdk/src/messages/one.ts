// One message, by its id.
import type { PartnerMessage } from '@parley/protocol/api/partner.ts'
import type { Access } from '../access.ts'
import type { CallOptions } from '../call.ts'
import { callReceipted } from '../receipts/call-receipted.ts'

/**
 * GET /v1/conversations/{conversation}/messages/{message}. A deleted message has `deleted` and neither text nor card. Refusals:
 * right_missing (read), conversation_missing, message_missing (also for messages that the permission does not cover).
 */
export const one = (
  access: Access,
  conversation: string,
  message: string,
  options: CallOptions = {}
): Promise<PartnerMessage> =>
  callReceipted<PartnerMessage>(
    access,
    {
      method: 'GET',
      path: `/conversations/${encodeURIComponent(conversation)}/messages/${encodeURIComponent(message)}`,
      ...options
    },
    (answer) => [{ action: 'read', conversation, messages: [{ ...answer, id: message }] }]
  )
