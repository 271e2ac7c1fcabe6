// A person's conversations with what a list shows of each: members, newest message, unread count.
import type { Conversation, ConversationPage, MessageEvent, Person } from '@parley/protocol/api/events.ts'
import type { Fragment } from 'postgres'
import { readCursor, writeCursor } from '../base/cursor.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { shownEvent, type EventRow } from './shown-event.ts'

type Row = {
  id: string
  kind: 'direct' | 'group'
  title: string | null
  last_seq: number
  last_at: Date
  begun: boolean
  last_us: number
  read_seq: number
  may_send: boolean
  members: Person[]
  unread: number
  message_seq: number | null
}

const unreadMax = 100

// A direct conversation names both, also when the account of one is closed. Direct conversations in which nothing has happened come last: an app's permission can open many of them at once. Newest activity
// first within both; the time in microseconds and the id make the order total.
const rowsOf = (sql: Sql, person: string, which: Fragment, rowsMax: number) => sql<Row[]>`
  with page as (
    select c.*, c.kind = 'group' or c.last_at > c.created_at as begun, (extract(epoch from c.last_at) * 1000000)::bigint as last_us,
      m.person_id, m.joined_seq, m.read_seq
    from conversations.member m join conversations.conversation c on c.id = m.conversation_id
    where m.person_id = ${person} and m.left_seq is null ${which}
    order by begun desc, c.last_at desc, c.id desc limit ${rowsMax}
  )
  select c.id, c.kind, c.title, c.last_seq, c.last_at, c.begun, c.last_us, c.read_seq,
    c.kind = 'group' or people.may_message(c.low_id, c.high_id) as may_send,
    (select json_agg(json_strip_nulls(json_build_object('id', p.id, 'handle', p.handle, 'name', p.name,
        'closed', case when p.closed_at is not null then true end)) order by p.handle)
      from conversations.member o join people.person p on p.id = o.person_id
      where o.conversation_id = c.id and (o.left_seq is null or c.kind = 'direct')) as members,
    (select count(*)::int from (
      select from conversations.event e
      where e.conversation_id = c.id and e.seq > greatest(c.read_seq, c.joined_seq) and e.kind = 'message'
        and e.person_id <> c.person_id and e.deleted_at is null
      limit ${unreadMax}) u) as unread,
    (select e.seq from conversations.event e
      where e.conversation_id = c.id and e.seq > c.joined_seq and e.kind = 'message'
      order by e.seq desc limit 1) as message_seq
  from page c
  order by c.begun desc, c.last_at desc, c.id desc`

const complete = async (sql: Sql, rows: readonly Row[]): Promise<Conversation[]> => {
  const lasts = await sql<EventRow[]>`
    select e.* from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.message_seq)}::bigint[]) as l (id, seq)
    join conversations.shown_event e on e.conversation_id = l.id and e.seq = l.seq`
  const last = new Map(lasts.map((row) => [row.conversation_id, shownEvent(row) as MessageEvent]))
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    ...(row.title !== null && { title: row.title }),
    members: row.members,
    lastSeq: row.last_seq,
    lastAt: row.last_at.toISOString(),
    ...(last.has(row.id) && { last: last.get(row.id)! }),
    readSeq: row.read_seq,
    unread: row.unread,
    maySend: row.may_send
  }))
}

export const listConversations = async (
  sql: Sql,
  person: string,
  { after, limit = 50 }: { after?: string | undefined; limit?: number | undefined }
): Promise<ConversationPage> => {
  let which: Fragment = sql``
  if (after !== undefined) {
    const [begun, us, id] = readCursor(after, 'number', 'number', 'id')
    which = sql`and (c.kind = 'group' or c.last_at > c.created_at, c.last_at, c.id)
      < (${begun > 0}, timestamptz 'epoch' + ${us}::bigint * interval '1 microsecond', ${id}::uuid)`
  }
  const rows = await rowsOf(sql, person, which, limit + 1)
  const page = rows.slice(0, limit)
  const end = rows.length > limit ? page.at(-1) : undefined
  return {
    items: await complete(sql, page),
    ...(end && { next: writeCursor([end.begun ? 1 : 0, end.last_us, end.id]) })
  }
}

/** Throws conversation_missing, also for a conversation of others. */
export const readConversation = async (sql: Sql, person: string, conversation: string): Promise<Conversation> => {
  const rows = await rowsOf(sql, person, sql`and c.id = ${conversation}`, 1)
  const [found] = await complete(sql, rows)
  if (!found) throw new Refusal('conversation_missing')
  return found
}
