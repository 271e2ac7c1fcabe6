// One page of the conversations in the permission.
import type { PartnerConversation } from '@parley/protocol/api/partner.ts'
import type { Access } from '../access.ts'
import { call } from '../call.ts'
import { type PageOptions, pageQuery } from './page-query.ts'

/** GET /v1/conversations: {items: [{id, kind, title?, members?}], next?}. Titles and members only with the right to see friends. */
export const conversationsPage = (
  access: Access,
  options: PageOptions = {}
): Promise<{ items: PartnerConversation[]; next?: string }> =>
  call(access, { method: 'GET', path: '/conversations', query: pageQuery(options), signal: options.signal })
