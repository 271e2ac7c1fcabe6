// What was written or deleted since a place in time, across all conversations of the permission.
import type { PartnerMessagePage } from '@parley/protocol/api/partner.ts'
import type { Access } from '../access.ts'
import { callReceipted, readEntries } from '../receipts/call-receipted.ts'
import { type PageOptions, pageQuery } from './page-query.ts'

/**
 * GET /v1/changes: {items, next, more}. Keep `next` together with what you did with the items: the next call goes on from there, so
 * nothing is missed and nothing comes twice. Without `after`: everything that the permission covers, from its start. A message that
 * was deleted comes again, with `deleted`.
 */
export const changes = (access: Access, options: PageOptions = {}): Promise<PartnerMessagePage> =>
  callReceipted<PartnerMessagePage>(
    access,
    { method: 'GET', path: '/changes', query: pageQuery(options), signal: options.signal },
    ({ items }) => readEntries(items)
  )
