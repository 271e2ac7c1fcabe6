// The permission as it is now.
import type { PartnerGrant } from '@parley/protocol/api/partner.ts'
import { type Access, keep } from '../access.ts'
import { call, type CallOptions } from '../call.ts'

/**
 * GET /v1/grant: {id, app, detail, paused, conversations, givenAt, endsAt?}; `conversations` is how many it reaches now, none while
 * it is `paused`. The session learns from it what the person has taken away since. Refusals: grant_required (log in only),
 * grant_ended, token_inactive.
 */
export const readGrant = async (access: Access, options: CallOptions = {}): Promise<PartnerGrant> => {
  const grant = await call<PartnerGrant>(access, { method: 'GET', path: '/grant', ...options })
  const { session } = access
  if (JSON.stringify(session.detail) !== JSON.stringify(grant.detail)) {
    access.session = { ...session, detail: grant.detail }
    await keep(access)
  }
  return grant
}
