// A person's alerts, in the person's words.
import type { Alert, AlertKind, AlertPage } from '@parley/protocol/api/alert.ts'
import { writeCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'
import { placesOf } from '../conversations/titles.ts'
import { alertRules } from './alert-rules.ts'

type Row = {
  id: number
  alert: string
  kind: AlertKind
  at: Date
  grant: string
  app: Alert['app']
  messages: number
  conversations: number
  conversation: string | null
  usual: number | null
  canPause: boolean
  quiet: boolean
  seenAt: Date | null
}

const counted = (n: number, one: string, many: string): string => `${n === 0 ? 'no' : n} ${n === 1 ? one : many}`

const spans: Record<AlertKind, string> = {
  first_read: ' for the first time',
  whole_history: ` within ${alertRules.whole_history.minutes} minutes`,
  many_conversations: ' within an hour',
  at_night: ' at night',
  busy_day: ' today'
}

const sentenceOf = ({ kind, app, messages, conversations, usual }: Row, phrase: string | undefined): string => {
  const what = counted(messages, 'message', 'messages')
  if (kind === 'busy_day') return `${app.name} read ${what} today; on a usual day it reads ${usual ?? 0}.`
  const where = conversations === 1 ? (phrase ?? 'in one conversation') : `in ${conversations} conversations`
  return `${app.name} read ${what} ${where}${spans[kind]}.`
}

// Whoever has paused, narrowed or revoked the permission since has decided. The list of alerts is r.
const seenAt = (sql: Sql) => sql`
  coalesce(r.seen_at, (select min(c.at) from grants.change c where c.grant_id = r.grant_id and c.at >= r.at))`

/** Newest first. `before`: the number in a cursor of this list. */
export const listAlerts = async (
  sql: Sql,
  person: string,
  { before, limit }: { before?: number | undefined; limit: number }
): Promise<AlertPage> => {
  const rows = await sql<Row[]>`
    select r.id, r.alert_id as alert, r.kind, r.at, r.grant_id as "grant", json_build_object('id', a.id, 'name', a.name) as app,
      r.messages, r.conversations, r.conversation_id as conversation, r.usual, r.quiet, ${seenAt(sql)} as "seenAt",
      grants.live(g, a, clock_timestamp()) and g.paused_at is null as "canPause"
    from access.alert r join grants.grant g on g.id = r.grant_id join grants.app a on a.id = g.app_id
    where r.person_id = ${person} and (${before ?? null}::bigint is null or r.id < ${before ?? null}::bigint)
    order by r.id desc limit ${limit + 1}`
  const [count] = await sql<{ unread: number }[]>`
    select count(*)::int as unread from access.alert r
    where r.person_id = ${person} and r.seen_at is null and not r.quiet and ${seenAt(sql)} is null`
  const page = rows.slice(0, limit)
  const places = await placesOf(
    sql,
    person,
    page.flatMap((row) => row.conversation ?? [])
  )
  const items = page.map((row): Alert => {
    const place = row.conversation === null ? undefined : places.get(row.conversation)
    return {
      id: row.alert,
      kind: row.kind,
      at: row.at.toISOString(),
      grant: row.grant,
      app: row.app,
      messages: row.messages,
      conversations: row.conversations,
      ...(row.conversation !== null && { conversation: { id: row.conversation, title: place?.title ?? '' } }),
      sentence: sentenceOf(row, place?.phrase),
      because: alertRules[row.kind].because,
      canPause: row.canPause,
      ...(row.quiet && { quiet: true as const }),
      ...(row.seenAt && { seenAt: row.seenAt.toISOString() })
    }
  })
  const last = rows.length > limit ? page.at(-1) : undefined
  return { items, ...(last && { next: writeCursor([last.id]) }), unread: count?.unread ?? 0 }
}
