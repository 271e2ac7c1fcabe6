// Deletes a message for everyone.
import type { Access } from '../access.ts'
import { call, type CallOptions } from '../call.ts'

/**
 * DELETE /v1/conversations/{conversation}/messages/{message}. A message that is deleted already stays so. Refusals: right_missing
 * (delete), message_missing, not_yours (somebody else wrote it), own_only (the person wrote it, but not through this app).
 */
export const deleteMessage = (
  access: Access,
  conversation: string,
  message: string,
  options: CallOptions = {}
): Promise<void> =>
  call(access, {
    method: 'DELETE',
    path: `/conversations/${encodeURIComponent(conversation)}/messages/${encodeURIComponent(message)}`,
    ...options
  })
