// Gives the permission back to the person.
import { type Access, keep } from '../access.ts'
import type { CallOptions } from '../call.ts'
import { callReceipted } from '../receipts/call-receipted.ts'

/**
 * DELETE /v1/grant. From then on the connection is over, also when the receipt of it does not hold; the person sees "given back" under
 * Connected apps.
 */
export const giveBack = async (access: Access, options: CallOptions = {}): Promise<void> => {
  let isOver = false
  try {
    await callReceipted<object>(access, { method: 'DELETE', path: '/grant', ...options }, () => {
      isOver = true
      return [{ action: 'end' }]
    })
  } finally {
    if (isOver) {
      access.session = { ...access.session, ended: 'grant_ended' }
      await keep(access)
    }
  }
}
