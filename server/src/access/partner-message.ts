// A disclosed row as an app sees it.
import type { Content } from '@parley/protocol/api/content.ts'
import type { PartnerMessage } from '@parley/protocol/api/partner.ts'

/** A row of access.message; the first one of an answer carries only the status and whose grant it is. */
export type MessageRow = {
  status: string
  conversation_id: string
  seq: number
  id: string
  person_id: string
  name: string
  own: boolean
  reply_to: string | null
  body: string | null
  at: Date
  deleted_at: Date | null
  person_of_grant: string
  client_id: string
}

/** pairwise: the id by which the app knows a person. */
export const toPartnerMessage = (row: MessageRow, pairwise: (person: string) => string): PartnerMessage => ({
  id: row.id,
  conversation: row.conversation_id,
  at: row.at.toISOString(),
  from: { id: pairwise(row.person_id), name: row.name },
  own: row.own,
  ...(row.reply_to !== null && { replyTo: row.reply_to }),
  ...(row.body !== null && (JSON.parse(row.body) as Content)),
  ...(row.deleted_at !== null && { deleted: { at: row.deleted_at.toISOString() } })
})
