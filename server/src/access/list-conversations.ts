// An app lists the conversations that its grant reaches.
import type { PartnerConversation } from '@parley/protocol/api/partner.ts'
import { readCursor, writeCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'
import type { PairwiseFor } from '../login/pairwise.ts'
import type { PageRow } from './partner-message.ts'
import type { Credentials } from './read-credentials.ts'
import { refuseStatus } from './refuse-status.ts'
import { type Leaving, openedBy } from './sign-receipts.ts'

/** As access.list_conversations lists them. */
type Item = [id: string, kind: 'direct' | 'group', title: string | null, members: [string, string][] | null]

/** By id. Titles and members only where the grant names friends. */
export const listConversations = async (
  partnerSql: Sql,
  who: Credentials,
  { after, limit }: { after?: string | undefined; limit: number },
  pairwiseFor: PairwiseFor
): Promise<Leaving<{ items: PartnerConversation[]; next?: string }>> => {
  const place = after === undefined ? null : readCursor(after, 'id')[0]
  const [row] = await partnerSql<PageRow[]>`
    select * from access.list_conversations(${who.token}, ${who.jkt}, ${who.proof}, ${who.sent}, ${place}, ${limit})`
  refuseStatus(row?.status, 'read')
  const page = row as PageRow
  const pairwise = pairwiseFor(page.client_id)
  const items = JSON.parse(page.items) as Item[]
  const last = items.length === limit ? items.at(-1) : undefined
  return {
    items: items.map(([id, kind, title, members]) => ({
      id,
      kind,
      ...(title !== null && { title }),
      ...(members && { members: members.map(([person, name]) => ({ id: pairwise(person), name })) })
    })),
    ...(last && { next: writeCursor([last[0]]) }),
    opened: openedBy(page)
  }
}
