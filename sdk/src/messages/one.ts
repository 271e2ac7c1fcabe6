// One message, by its id.
import type { PartnerMessage } from '@parley/protocol/api/partner.ts'
import type { Access } from '../access.ts'
import { call, type CallOptions } from '../call.ts'

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
  call(access, {
    method: 'GET',
    path: `/conversations/${encodeURIComponent(conversation)}/messages/${encodeURIComponent(message)}`,
    ...options
  })
