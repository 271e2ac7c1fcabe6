// An app reads a page of one conversation.
import type { PartnerMessagePage } from '@parley/protocol/api/partner.ts'
import type { Bus } from '../base/bus.ts'
import { readCursor, writeCursor } from '../base/cursor.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import type { PairwiseFor } from '../login/pairwise.ts'
import { toPartnerMessages, type PageRow } from './partner-message.ts'
import type { Credentials } from './read-credentials.ts'
import { refuseStatus } from './refuse-status.ts'
import type { Leaving } from './sign-receipts.ts'
import { tellMembers } from './tell-members.ts'

export type PageOf = { conversation: string; after?: string | undefined; limit: number }

const placeOf = ({ conversation, after }: PageOf): number => {
  if (after === undefined) return 0
  const [of, seq] = readCursor(after, 'id', 'number')
  if (of !== conversation || seq < 0) throw new Refusal('invalid_cursor')
  return seq
}

/**
 * Runs under the partner role: one statement that checks, discloses and records. The row is used only after the statement has
 * committed (an awaited promise, never a stream), so nothing is handed out that has no entry.
 */
export const readMessages = async (
  { partnerSql, bus }: { partnerSql: Sql; bus: Bus },
  who: Credentials,
  page: PageOf,
  pairwiseFor: PairwiseFor
): Promise<Leaving<PartnerMessagePage>> => {
  const place = placeOf(page)
  const [row] = await partnerSql<PageRow[]>`
    select * from access.read_messages(${who.token}, ${who.jkt}, ${who.proof}, ${who.sent}, ${page.conversation}, ${place}, ${page.limit})`
  refuseStatus(row?.status, 'read', row?.per_day)
  const disclosed = row as PageRow
  tellMembers(bus, disclosed)
  return {
    ...toPartnerMessages(disclosed, pairwiseFor(disclosed.client_id)),
    next: writeCursor([page.conversation, disclosed.last_seq ?? place]),
    // A full page may be the last one; the app then gets an empty page, which discloses nothing and leaves no entry.
    more: disclosed.is_full
  }
}
