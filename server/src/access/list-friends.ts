// An app lists the friends that its grant names.
import type { PartnerFriend } from '@parley/protocol/api/partner.ts'
import { readCursor, writeCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'
import type { PairwiseFor } from '../login/pairwise.ts'
import type { Credentials } from './read-credentials.ts'
import { refuseStatus } from './refuse-status.ts'

type Row = { status: string; friend_id: string; name: string; conversation_id: string; client_id: string }

/** By their direct conversation with the person. Needs the right to see friends' names. */
export const listFriends = async (
  partnerSql: Sql,
  who: Credentials,
  { after, limit }: { after?: string | undefined; limit: number },
  pairwiseFor: PairwiseFor
): Promise<{ items: PartnerFriend[]; next?: string }> => {
  const place = after === undefined ? null : readCursor(after, 'id')[0]
  const [head, ...rows] = await partnerSql<Row[]>`
    select * from access.list_friends(${who.token}, ${who.jkt}, ${who.proof}, ${who.request}, ${place}, ${limit})`
  refuseStatus(head?.status, 'friends')
  const pairwise = pairwiseFor((head as Row).client_id)
  const last = rows.length === limit ? rows.at(-1) : undefined
  return {
    items: rows.map((row) => ({
      person: { id: pairwise(row.friend_id), name: row.name },
      conversation: row.conversation_id
    })),
    ...(last && { next: writeCursor([last.conversation_id]) })
  }
}
