// One page of a conversation.
import type { PartnerMessagePage } from '@parley/protocol/api/partner.ts'
import type { Access } from '../access.ts'
import { callReceipted } from '../receipts/call-receipted.ts'
import { type PageOptions, pageQuery } from './page-query.ts'

/**
 * GET /v1/conversations/{conversation}/messages: {items, next, more} in rising order. `next` is there on every page, for what comes
 * later; `more` says whether another page is ready now. Refusals: right_missing (read), conversation_missing.
 */
export const page = (access: Access, conversation: string, options: PageOptions = {}): Promise<PartnerMessagePage> =>
  callReceipted<PartnerMessagePage>(
    access,
    {
      method: 'GET',
      path: `/conversations/${encodeURIComponent(conversation)}/messages`,
      query: pageQuery(options),
      signal: options.signal
    },
    ({ items }) => (items.length === 0 ? [] : [{ action: 'read', conversation, messages: items }])
  )
