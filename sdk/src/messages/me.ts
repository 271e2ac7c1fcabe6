// Who the session stands for.
import type { PartnerMe } from '@parley/protocol/api/partner.ts'
import type { Access } from '../access.ts'
import { call, type CallOptions } from '../call.ts'

/** GET /v1/me: {person: {id, name}}. The id is this app's own for the person. Works after "log in only" too. */
export const me = (access: Access, options: CallOptions = {}): Promise<PartnerMe> =>
  call(access, { method: 'GET', path: '/me', ...options })
