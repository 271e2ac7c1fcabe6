// One page of the friends in the permission.
import type { PartnerFriend } from '@parley/protocol/api/partner.ts'
import type { Access } from '../access.ts'
import { call } from '../call.ts'
import { type PageOptions, pageQuery } from './page-query.ts'

/**
 * GET /v1/friends: {items: [{person: {id, name}, conversation}], next?}. Refused with right_missing (right: friends) when the person
 * gave no friends' names.
 */
export const friendsPage = (
  access: Access,
  options: PageOptions = {}
): Promise<{ items: PartnerFriend[]; next?: string }> =>
  call(access, { method: 'GET', path: '/friends', query: pageQuery(options), signal: options.signal })
