// What a person's socket has to be told to be up to date: places, and the events between them.
import type { ConversationEvent } from '@parley/protocol/api/events.ts'
import { Refusal } from '../base/refusal.ts'
import { unpackSnapshot } from '../base/snapshot.ts'
import type { Sql } from '../base/sql.ts'
import { shownEvent, type EventRow } from '../conversations/shown-event.ts'
import type { Membership } from './channels.ts'
import type { Committed } from './connection.ts'

const pageEventsMax = 200
const pageConversationsMax = 20

export const memberships = (sql: Sql, person: string): Promise<Membership[]> => sql<Membership[]>`
  select c.id as conversation, c.last_seq as "lastSeq"
  from conversations.member m join conversations.conversation c on c.id = m.conversation_id
  where m.person_id = ${person} and m.left_seq is null`

/** One page in rising seq. The caller has decided who may see it. */
export const eventsAfter = async (sql: Sql, conversation: string, after: number): Promise<Committed[]> => {
  const rows = await sql<(EventRow & { xid: string })[]>`
    select * from conversations.shown_event
    where conversation_id = ${conversation} and seq > ${after} order by seq limit ${pageEventsMax}`
  return rows.map((row) => ({ event: shownEvent(row), xid: Number(row.xid) }))
}

/** In each conversation: seq up to which the cursor has seen everything (or from which the person sees anything), and the last one. */
export type Place = { conversation: string; seen: number; lastSeq: number }

/**
 * Where a person stands now, and where the cursor stood: one statement and so one snapshot, which is returned. Within a
 * conversation the order of commits is the order of seq, so what a cursor has not seen is the tail. Without a cursor nothing is
 * missed. Throws invalid_cursor, also for one from a database that this one is behind of.
 */
export const readPlaces = async (
  sql: Sql,
  person: string,
  cursor: string | undefined
): Promise<{ snapshot: string; places: Place[] }> => {
  const base = cursor === undefined ? null : unpackSnapshot(cursor)
  const rows = await sql<
    { snapshot: string; ahead: boolean | null; conversation: string | null; seen: number; last_seq: number }[]
  >`
    select pg_current_snapshot()::text as snapshot,
      pg_snapshot_xmax(${base}::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) as ahead,
      c.id as conversation, c.last_seq,
      case when ${base}::pg_snapshot is null or pg_visible_in_snapshot(c.last_xid, ${base}::pg_snapshot) then c.last_seq
        else greatest(m.joined_seq, (
          select e.seq from conversations.event e
          where e.conversation_id = c.id and e.seq <= c.last_seq and pg_visible_in_snapshot(e.xid, ${base}::pg_snapshot)
          order by e.seq desc limit 1)) end as seen
    from (select) one
    left join conversations.member m on m.person_id = ${person} and m.left_seq is null
    left join conversations.conversation c on c.id = m.conversation_id`
  if (rows[0]?.ahead) throw new Refusal('invalid_cursor')
  const places = rows.flatMap(({ conversation, seen, last_seq: lastSeq }) =>
    conversation === null ? [] : [{ conversation, seen, lastSeq }]
  )
  return { snapshot: rows[0]!.snapshot, places }
}

/** The events after seen up to lastSeq, page by page; within a conversation in rising seq. */
export async function* missedEvents(
  sql: Sql,
  places: readonly Place[]
): AsyncGenerator<{ conversation: string; events: ConversationEvent[] }> {
  let open = places.filter((place) => place.seen < place.lastSeq)
  while (open.length > 0) {
    const page = open.slice(0, pageConversationsMax)
    const rows = await sql<EventRow[]>`
      select e.*
      from unnest(${page.map((p) => p.conversation)}::uuid[], ${page.map((p) => p.seen)}::bigint[],
        ${page.map((p) => p.lastSeq)}::bigint[]) as w (id, seen, last_seq)
      cross join lateral (
        select * from conversations.shown_event s
        where s.conversation_id = w.id and s.seq > w.seen and s.seq <= w.last_seq order by s.seq limit ${pageEventsMax}) e
      order by e.conversation_id, e.seq`
    const events = Map.groupBy(rows, (row) => row.conversation_id)
    for (const [conversation, its] of events) yield { conversation, events: its.map(shownEvent) }
    const rest = page.map((place) => ({ ...place, seen: events.get(place.conversation)?.at(-1)?.seq ?? place.lastSeq }))
    open = [...rest.filter((place) => place.seen < place.lastSeq), ...open.slice(pageConversationsMax)]
  }
}
