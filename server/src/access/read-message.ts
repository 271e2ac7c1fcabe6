// An app reads one message.
import type { PartnerMessage } from '@parley/protocol/api/partner.ts'
import type { Bus } from '../base/bus.ts'
import type { Sql } from '../base/sql.ts'
import type { PairwiseFor } from '../login/pairwise.ts'
import { toPartnerMessages, type PageRow } from './partner-message.ts'
import type { Credentials } from './read-credentials.ts'
import { refuseStatus } from './refuse-status.ts'
import type { Leaving } from './sign-receipts.ts'
import { tellMembers } from './tell-members.ts'

/** One statement under the partner role; the entry is written in it. */
export const readMessage = async (
  { partnerSql, bus }: { partnerSql: Sql; bus: Bus },
  who: Credentials,
  { conversation, message }: { conversation: string; message: string },
  pairwiseFor: PairwiseFor
): Promise<Leaving<PartnerMessage>> => {
  const [row] = await partnerSql<PageRow[]>`
    select * from access.read_message(${who.token}, ${who.jkt}, ${who.proof}, ${who.sent}, ${conversation}, ${message})`
  refuseStatus(row?.status, 'read', row?.per_day)
  const page = row as PageRow
  tellMembers(bus, page)
  const {
    items: [disclosed],
    opened
  } = toPartnerMessages(page, pairwiseFor(page.client_id))
  if (!disclosed) throw new Error('The gate said ok and disclosed nothing')
  return { ...disclosed, opened }
}
