// An app reads what was written or deleted since a cursor, in all conversations of its grant.
import type { PartnerMessagePage } from '@parley/protocol/api/partner.ts'
import type { Bus } from '../base/bus.ts'
import { readCursor, writeCursor } from '../base/cursor.ts'
import { packSnapshot, unpackSnapshot } from '../base/snapshot.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import type { PairwiseFor } from '../login/pairwise.ts'
import { toPartnerMessages, type PageRow } from './partner-message.ts'
import type { Credentials } from './read-credentials.ts'
import { refuseStatus } from './refuse-status.ts'
import type { Leaving } from './sign-receipts.ts'
import { tellMembers } from './tell-members.ts'

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

// base: what the app has already. until, conversation, seq: the place inside a walk of several pages; empty between walks.
const readPlace = (after: string | undefined) => {
  if (after === undefined) return { base: null, until: null, conversation: null, seq: 0 }
  const [base, until, conversation, seq] = readCursor(after, 'string', 'string', 'string', 'number')
  if (conversation !== '' && !isId(conversation)) throw new Refusal('invalid_cursor')
  return {
    base: base === '' ? null : unpackSnapshot(base),
    until: until === '' ? null : unpackSnapshot(until),
    conversation: conversation === '' ? null : conversation,
    seq
  }
}

const pack = (snapshot: string | null): string => (snapshot === null ? '' : packSnapshot(snapshot))

/** Without `after`: everything that the grant discloses, and then on from there. One statement under the partner role. */
export const readChanges = async (
  { partnerSql, bus }: { partnerSql: Sql; bus: Bus },
  who: Credentials,
  { after, limit }: { after?: string | undefined; limit: number },
  pairwiseFor: PairwiseFor
): Promise<Leaving<PartnerMessagePage>> => {
  const place = readPlace(after)
  const [head, ...pages] = await partnerSql<PageRow[]>`
    select * from access.read_changes(${who.token}, ${who.jkt}, ${who.proof}, ${who.sent}, ${place.base}, ${place.until},
      ${place.conversation}, ${place.seq}, ${limit})`
  refuseStatus(head?.status, 'read', head?.per_day)
  const { until, client_id: clientId } = head as PageRow
  for (const page of pages) tellMembers(bus, page)
  const parts = pages.map((page) => toPartnerMessages(page, pairwiseFor(clientId)))
  const items = parts.flatMap((part) => part.items)
  const last = pages.at(-1)?.is_full ? pages.at(-1) : undefined
  return {
    items,
    next: last
      ? writeCursor([pack(place.base), pack(until), last.last_conversation ?? '', last.last_seq ?? 0])
      : writeCursor([pack(until), '', '', 0]),
    more: last !== undefined,
    opened: parts.flatMap((part) => part.opened)
  }
}
