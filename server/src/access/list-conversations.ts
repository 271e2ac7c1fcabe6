// An app lists the conversations that its grant reaches.
import type { PartnerConversation } from '@parley/protocol/api/partner.ts'
import { readCursor, writeCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'
import type { PairwiseFor } from '../login/pairwise.ts'
import type { Credentials } from './read-credentials.ts'
import { refuseStatus } from './refuse-status.ts'

type Row = {
  status: string
  id: string
  kind: 'direct' | 'group'
  title: string | null
  members: [string, string][] | null
  client_id: string
}

/** By id. Titles and members only where the grant names friends. */
export const listConversations = async (
  partnerSql: Sql,
  who: Credentials,
  { after, limit }: { after?: string | undefined; limit: number },
  pairwiseFor: PairwiseFor
): Promise<{ items: PartnerConversation[]; next?: string }> => {
  const place = after === undefined ? null : readCursor(after, 'id')[0]
  const [head, ...rows] = await partnerSql<Row[]>`
    select * from access.list_conversations(${who.token}, ${who.jkt}, ${who.proof}, ${who.request}, ${place}, ${limit})`
  refuseStatus(head?.status, 'read')
  const pairwise = pairwiseFor((head as Row).client_id)
  const last = rows.length === limit ? rows.at(-1) : undefined
  return {
    items: rows.map(({ id, kind, title, members }) => ({
      id,
      kind,
      ...(title !== null && { title }),
      ...(members && { members: members.map(([person, name]) => ({ id: pairwise(person), name })) })
    })),
    ...(last && { next: writeCursor([last.id]) })
  }
}
