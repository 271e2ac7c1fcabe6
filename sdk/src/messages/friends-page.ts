// One page of the friends in the permission.
import type { PartnerFriend } from '@parley/protocol/api/partner.ts'
import type { Access } from '../access.ts'
import { callReceipted } from '../receipts/call-receipted.ts'
import { type PageOptions, pageQuery } from './page-query.ts'

/**
 * GET /v1/friends: {items: [{person: {id, name}, conversation}], next?}. Refused with right_missing (right: friends) when the person
 * gave no friends' names.
 */
export const friendsPage = (
  access: Access,
  options: PageOptions = {}
): Promise<{ items: PartnerFriend[]; next?: string }> =>
  callReceipted<{ items: PartnerFriend[]; next?: string }>(
    access,
    { method: 'GET', path: '/friends', query: pageQuery(options), signal: options.signal },
    ({ items }) => (items.length === 0 ? [] : [{ action: 'list', what: 'friends', count: items.length }])
  )
