// Deletes a message for everyone.
import type { Access } from '../access.ts'
import type { CallOptions } from '../call.ts'
import { callReceipted } from '../receipts/call-receipted.ts'

/**
 * DELETE /v1/conversations/{conversation}/messages/{message}. A message that is deleted already stays so. Refusals: right_missing
 * (delete), message_missing, not_yours (somebody else wrote it), own_only (the person wrote it, but not through this app).
 */
export const deleteMessage = async (
  access: Access,
  conversation: string,
  message: string,
  options: CallOptions = {}
): Promise<void> => {
  await callReceipted<object>(
    access,
    {
      method: 'DELETE',
      path: `/conversations/${encodeURIComponent(conversation)}/messages/${encodeURIComponent(message)}`,
      ...options
    },
    // None when it was deleted already.
    (_answer, receipts) => (receipts.length === 0 ? [] : [{ action: 'delete', conversation, message }])
  )
}
