// An app lists the friends that its grant names.
import type { PartnerFriend } from '@parley/protocol/api/partner.ts'
import { readCursor, writeCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'
import type { PairwiseFor } from '../login/pairwise.ts'
import type { PageRow } from './partner-message.ts'
import type { Credentials } from './read-credentials.ts'
import { refuseStatus } from './refuse-status.ts'
import { type Leaving, openedBy } from './sign-receipts.ts'

/** As access.list_friends lists them. */
type Item = [friend: string, name: string, conversation: string]

/** By their direct conversation with the person. Needs the right to see friends' names. */
export const listFriends = async (
  partnerSql: Sql,
  who: Credentials,
  { after, limit }: { after?: string | undefined; limit: number },
  pairwiseFor: PairwiseFor
): Promise<Leaving<{ items: PartnerFriend[]; next?: string }>> => {
  const place = after === undefined ? null : readCursor(after, 'id')[0]
  const [row] = await partnerSql<PageRow[]>`
    select * from access.list_friends(${who.token}, ${who.jkt}, ${who.proof}, ${who.sent}, ${place}, ${limit})`
  refuseStatus(row?.status, 'friends')
  const page = row as PageRow
  const pairwise = pairwiseFor(page.client_id)
  const items = JSON.parse(page.items) as Item[]
  const last = items.length === limit ? items.at(-1) : undefined
  return {
    items: items.map(([friend, name, conversation]) => ({ person: { id: pairwise(friend), name }, conversation })),
    ...(last && { next: writeCursor([last[2]]) }),
    opened: openedBy(page)
  }
}
