// Gives the permission back to the person.
import { type Access, keep } from '../access.ts'
import { call, type CallOptions } from '../call.ts'

/** DELETE /v1/grant. From then on the connection is over; the person sees "given back" under Connected apps. */
export const giveBack = async (access: Access, options: CallOptions = {}): Promise<void> => {
  await call(access, { method: 'DELETE', path: '/grant', ...options })
  access.session = { ...access.session, ended: 'grant_ended' }
  await keep(access)
}
