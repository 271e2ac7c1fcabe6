// One page of the conversations in the permission.
import type { PartnerConversation } from '@parley/protocol/api/partner.ts'
import type { Access } from '../access.ts'
import { callReceipted } from '../receipts/call-receipted.ts'
import { type PageOptions, pageQuery } from './page-query.ts'

/** GET /v1/conversations: {items: [{id, kind, title?, members?}], next?}. Titles and members only with the right to see friends. */
export const conversationsPage = (
  access: Access,
  options: PageOptions = {}
): Promise<{ items: PartnerConversation[]; next?: string }> =>
  callReceipted<{ items: PartnerConversation[]; next?: string }>(
    access,
    { method: 'GET', path: '/conversations', query: pageQuery(options), signal: options.signal },
    ({ items }) =>
      items.length === 0 ? [] : [{ action: 'list', what: 'conversations', ids: items.map(({ id }) => id) }]
  )
