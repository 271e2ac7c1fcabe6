// An app writes a message as the person of its grant.
import { contentText } from '@parley/protocol/api/content-text.ts'
import type { PartnerWrite, ToldMessage } from '@parley/protocol/api/partner.ts'
import type { Bus } from '../base/bus.ts'
import { sha256 } from '../base/hash.ts'
import type { Sql } from '../base/sql.ts'
import type { PairwiseFor } from '../login/pairwise.ts'
import type { Credentials } from './read-credentials.ts'
import { refuseStatus, refuseWaiting } from './refuse-status.ts'
import { type Leaving, openedBy, type Opening } from './sign-receipts.ts'

type Row = Opening & {
  status: string
  id: string
  at: Date
  person_id: string
  name: string
  client_id: string
  deleted_at: Date | null
  salt: Buffer | null
  /** It had waited for the person. */
  was_approved: boolean | null
}

export type Write = { conversation: string; key: string; message: PartnerWrite }

/**
 * One statement under the partner role. The same key with the same request answers with the first message again
 * (draft-ietf-httpapi-idempotency-key-header) and what opens its entry; with another request key_reused.
 */
export const writeMessage = async (
  { partnerSql, bus }: { partnerSql: Sql; bus: Bus },
  who: Credentials,
  { conversation, key, message }: Write,
  pairwiseFor: PairwiseFor
): Promise<Leaving<ToldMessage>> => {
  const { replyTo, ...content } = message
  const body = contentText(content)
  const request = sha256(JSON.stringify([conversation, body, replyTo ?? null]))
  const [row] = await partnerSql<Row[]>`
    select * from access.write_message(${who.token}, ${who.jkt}, ${who.proof}, ${who.sent}, ${conversation}, ${sha256(key)}, ${request},
      ${body}, ${replyTo ?? null})`
  if (row?.status === 'approval_asked') bus.publish({ topic: 'person', person: row.person_id, changed: 'approvals' })
  if (row) refuseWaiting(row.status, row)
  refuseStatus(row?.status, 'write')
  const { status, id, at, person_id: person, name, client_id: clientId, deleted_at: deletedAt, salt } = row as Row
  if (status === 'ok') {
    bus.publish({ topic: 'events', conversation })
    bus.publish({ topic: 'person', person, changed: 'activity' })
    if (row?.was_approved) bus.publish({ topic: 'person', person, changed: 'approvals' })
  }
  return {
    id,
    conversation,
    at: at.toISOString(),
    from: { id: pairwiseFor(clientId)(person), name },
    own: true,
    ...(replyTo !== undefined && { replyTo }),
    ...(deletedAt ? { deleted: { at: deletedAt.toISOString() } } : content),
    opened: openedBy(row as Row, [salt?.toString('base64') ?? null])
  }
}
