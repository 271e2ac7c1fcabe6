// What apps did with a person's messages, and what the person allowed them: the entries of the log, in the person's words.
import { activitySentence, appInSentence } from '@parley/protocol/api/activity-sentence.ts'
import type { Content } from '@parley/protocol/api/content.ts'
import type { Person } from '@parley/protocol/api/events.ts'
import type { Activity } from '@parley/protocol/api/grant.ts'
import { writeCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'
import { excerptOf } from '../conversations/excerpt.ts'
import { placesOf } from '../conversations/titles.ts'

const messagesShown = 20

type Owner = {
  items?: [message: string, author: number, commitment: string, gone?: 1][] | string[]
  what?: string
  because?: string | null
}

type Row = {
  entry: number
  id: string
  at: Date
  kind: Activity['kind']
  app: { id: string; name: string } | null
  grant: string | null
  conversation: string | null
  n: number
  /** Of an undo: restore or take_back. */
  what: string | null
  owner: string | null
}

type Shown = { conversation: string; id: string; seq: number; person: Person; body: string | null }

export type ActivityQuery = {
  before?: number | undefined
  limit: number
  grant?: string | undefined
  conversation?: string | undefined
  app?: string | undefined
}

// Where a permission was paused only the person and the app are told, so it stands in their text.
const pausedIn = (sql: Sql) => sql`case when e.kind in ('pause', 'resume') then (e.owner::json ->> 'conv')::uuid end`

const entriesOf = (sql: Sql, person: string, { before, limit, grant, conversation, app }: ActivityQuery) => sql<Row[]>`
  select e.id as entry, e.event_id as id, e.at, e.kind, e.grant_id as "grant", e.owner,
    coalesce(e.conversation_id, ${pausedIn(sql)}) as conversation,
    case when a.id is not null then json_build_object('id', a.id, 'name', a.name) end as app,
    coalesce((e.shared::json ->> 'n')::int, 0) as n, e.shared::json ->> 'what' as what
  from log.entry e left join grants.app a on a.id = e.app_id
  where e.person_id = ${person} and e.kind in ('list', 'read', 'write', 'delete', 'give', 'narrow', 'pause', 'resume', 'revoke', 'end', 'undo', 'approve', 'deny', 'withhold', 'allow', 'close', 'reopen')
    and (${before ?? null}::bigint is null or e.id < ${before ?? null}::bigint)
    and (${grant ?? null}::uuid is null or e.grant_id = ${grant ?? null}::uuid)
    and (${conversation ?? null}::uuid is null or coalesce(e.conversation_id, ${pausedIn(sql)}) = ${conversation ?? null}::uuid)
    and (${app ?? null}::uuid is null or e.app_id = ${app ?? null}::uuid)
  order by e.id desc limit ${limit + 1}`

const itemsOf = (row: Row): string[] => {
  const owner = JSON.parse(row.owner ?? '{}') as Owner
  return (owner.items ?? []).slice(0, messagesShown).flatMap((item) => (Array.isArray(item) ? [item[0]] : []))
}

// How many of the messages were deleted already, so that the app learned no more than that.
const goneIn = (owner: Owner): number =>
  (owner.items ?? []).filter((item) => Array.isArray(item) && item[3] === 1).length

// Only what the person may still see: a message of a group that the person left has no text here.
const shownOf = (sql: Sql, person: string, wanted: { conversation: string; id: string }[]) => sql<Shown[]>`
  select e.conversation_id as conversation, e.id, e.seq, e.body, json_build_object('id', p.id, 'handle', p.handle, 'name', p.name) as person
  from unnest(${wanted.map((w) => w.conversation)}::uuid[], ${wanted.map((w) => w.id)}::uuid[]) as w (conversation_id, id)
  join conversations.event e on e.conversation_id = w.conversation_id and e.id = w.id
  join conversations.member m on m.conversation_id = e.conversation_id and m.person_id = ${person} and m.left_seq is null and e.seq > m.joined_seq
  join people.person p on p.id = e.person_id`

/** Newest first. `before`: the entry number in a cursor of this list. */
export const listActivity = async (
  sql: Sql,
  person: string,
  query: ActivityQuery
): Promise<{ items: Activity[]; next?: string }> => {
  const rows = await entriesOf(sql, person, query)
  const page = rows.slice(0, query.limit)
  const wanted = page.flatMap((row) =>
    row.conversation === null ? [] : itemsOf(row).map((id) => ({ conversation: row.conversation as string, id }))
  )
  const shown = new Map((wanted.length === 0 ? [] : await shownOf(sql, person, wanted)).map((m) => [m.id, m]))
  const places = await placesOf(
    sql,
    person,
    page.flatMap((row) => row.conversation ?? [])
  )
  const items = page.map((row): Activity => {
    const place = row.conversation === null ? undefined : places.get(row.conversation)
    const owner = JSON.parse(row.owner ?? '{}') as Owner
    return {
      id: row.id,
      at: row.at.toISOString(),
      kind: row.kind,
      ...(row.app && { app: row.app }),
      ...(row.grant !== null && { grant: row.grant }),
      ...(row.conversation !== null && { conversation: { id: row.conversation, title: place?.title ?? '' } }),
      count: row.n,
      messages: itemsOf(row).map((id) => {
        const message = shown.get(id)
        return {
          id,
          ...(message && { seq: message.seq, person: message.person }),
          ...(message?.body && { excerpt: excerptOf(JSON.parse(message.body) as Content) })
        }
      }),
      sentence: activitySentence({
        kind: row.kind,
        app: appInSentence(row.kind, row.app?.name),
        count: row.n,
        gone: goneIn(owner),
        where: place?.phrase,
        what: row.what ?? owner.what,
        because: owner.because
      })
    }
  })
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return { items, ...(last && { next: writeCursor([last.entry]) }) }
}
