// What a person's agents want to write and may not yet, and what became of it.
import type { Approval } from '@parley/protocol/api/approval.ts'
import type { Content } from '@parley/protocol/api/content.ts'
import { writeCursor } from '../base/cursor.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { titlesOf } from '../conversations/titles.ts'

const namedMax = 5

type Row = {
  id: string
  state: Approval['state']
  app: Approval['app']
  grant: string
  conversation: string
  body: string | null
  replyTo: string | null
  hadRead: string[]
  hadReadCount: number
  askedAt: Date
  expiresAt: Date
  rank: string
}

// Asked of the permission each time: revoking it ends what waits, without anything being written here.
const columns = (sql: Sql) => sql`
  w.id, json_build_object('id', a.id, 'name', a.name) as app, w.grant_id as "grant", w.conversation_id as conversation, w.body,
  w.reply_to as "replyTo", w.has_read[1:${namedMax}::int] as "hadRead", cardinality(w.has_read) as "hadReadCount",
  w.asked_at as "askedAt", w.expires_at as "expiresAt",
  case when w.written_at is not null then 'written' when w.state = 'denied' then 'denied'
    when not grants.live(g, a, clock_timestamp()) then 'ended' when w.expires_at <= clock_timestamp() then 'expired' else w.state end as state,
  (case when w.state = 'pending' and w.expires_at > clock_timestamp() and grants.live(g, a, clock_timestamp()) then '1' else '0' end)
    || to_char(w.asked_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') || w.id as rank`

const shown = async (sql: Sql, person: string, rows: Row[]): Promise<Approval[]> => {
  const titles = await titlesOf(
    sql,
    person,
    rows.flatMap(({ conversation, hadRead }) => [conversation, ...hadRead])
  )
  const place = (id: string) => ({ id, title: titles.get(id) ?? '' })
  return rows.map(({ id, state, app, grant, conversation, body, replyTo, ...row }) => ({
    id,
    state,
    app,
    grant,
    conversation: place(conversation),
    ...(body !== null && (JSON.parse(body) as Content)),
    ...(replyTo !== null && { replyTo }),
    hadRead: { conversations: row.hadReadCount, latest: row.hadRead.map(place) },
    askedAt: row.askedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString()
  }))
}

/** Those that wait first, then the others, newest first in each. `after` is the rank in a cursor of this list. */
export const listApprovals = async (
  sql: Sql,
  person: string,
  { after, limit }: { after?: string | undefined; limit: number }
): Promise<{ items: Approval[]; next?: string }> => {
  const rows = await sql<Row[]>`
    select * from (
      select ${columns(sql)} from access.approval w join grants.grant g on g.id = w.grant_id join grants.app a on a.id = w.app_id
      where w.person_id = ${person}) w
    where ${after ?? null}::text is null or rank < ${after ?? null} collate "C"
    order by rank collate "C" desc limit ${limit + 1}`
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { items: await shown(sql, person, rows.slice(0, limit)), ...(last && { next: writeCursor([last.rank]) }) }
}

/** Throws approval_missing, also for another person's. */
export const findApproval = async (sql: Sql, person: string, id: string): Promise<Approval> => {
  const rows = await sql<Row[]>`
    select ${columns(sql)} from access.approval w join grants.grant g on g.id = w.grant_id join grants.app a on a.id = w.app_id
    where w.person_id = ${person} and w.id = ${id}`
  const [found] = await shown(sql, person, rows)
  if (!found) throw new Refusal('approval_missing')
  return found
}
