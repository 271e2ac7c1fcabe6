// A page of a conversation's events, as one member sees them.
import type { Events } from '@parley/protocol/api/events.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { requireMember } from './require-member.ts'
import { shownEvent, type EventRow } from './shown-event.ts'

export type EventsPage = { before?: number | undefined; after?: number | undefined; limit?: number | undefined }

/** Rising seq. more: there are events beyond this page, on the side that was asked for. Throws conversation_missing. */
export const readEvents = async (
  sql: Sql,
  person: string,
  conversation: string,
  { before, after, limit = 50 }: EventsPage
): Promise<Events> => {
  if (before !== undefined && after !== undefined)
    throw new Refusal('invalid_request', { detail: 'A page goes before or after a place, not both' })
  const { afterSeq } = await requireMember(sql, person, conversation)
  const direction = after === undefined ? sql`desc` : sql`asc`
  const rows = await sql<EventRow[]>`
    select * from conversations.shown_event
    where conversation_id = ${conversation} and seq > ${Math.max(afterSeq, after ?? 0)}
      and seq < ${before ?? Number.MAX_SAFE_INTEGER}
    order by seq ${direction} limit ${limit + 1}`
  const items = rows.slice(0, limit).map(shownEvent)
  return { items: after === undefined ? items.toReversed() : items, more: rows.length > limit }
}
