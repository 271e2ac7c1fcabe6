// Which apps can read a conversation, and whose permission lets them: every member may know.
import type { Action } from '@parley/protocol/api/grant.ts'
import type { Reader, Readers } from '@parley/protocol/api/withhold.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'

const shownMax = 100

type Row = {
  grant: string
  app: Reader['app']
  by: Reader['by']
  mayRead: boolean
  mayWrite: boolean
  mayDelete: boolean
  ownOnly: boolean
  allHistory: boolean
  kinds: Reader['kinds'] | null
  since: Date
  until: Date | null
  paused: boolean
  keptHere: boolean
  keptEverywhere: boolean
  lastReadAt: Date | null
}

const rowsOf = (sql: Sql, person: string, conversation: string) => sql<Row[]>`
  select g.id as grant,
    json_build_object('id', a.id, 'clientId', a.client_id, 'name', a.name, 'owner', a.owner, 'purpose', g.purpose, 'purposeCode', g.purpose_code, 'agent', a.agent) as app,
    json_build_object('id', p.id, 'handle', p.handle, 'name', p.name) as by,
    g.may_read as "mayRead", g.may_write as "mayWrite", g.may_delete as "mayDelete", g.own_only as "ownOnly",
    g.all_history as "allHistory", g.kinds, g.given_at as since, g.ends_at as until,
    g.paused_at is not null or exists (
      select from grants.paused_conversation k where k.grant_id = g.id and k.conversation_id = ${conversation}) as paused,
    exists (select from grants.withhold w where w.person_id = ${person} and w.app_id = a.id and w.conversation_id = ${conversation}) as "keptHere",
    exists (select from grants.withhold w where w.person_id = ${person} and w.app_id = a.id and w.conversation_id is null) as "keptEverywhere",
    (select e.at from log.entry e where e.grant_id = g.id and e.conversation_id = ${conversation} and e.kind = 'read'
      order by e.id desc limit 1) as "lastReadAt"
  from conversations.member m
  join grants.grant g on g.person_id = m.person_id and g.ended_at is null
  join grants.app a on a.id = g.app_id
  join people.person p on p.id = g.person_id
  where m.conversation_id = ${conversation} and m.left_seq is null and (g.may_read or g.may_write or g.may_delete)
    and grants.live(g, a, clock_timestamp())
    and (g.all_conversations or exists (
      select from grants.grant_conversation c where c.grant_id = g.id and c.conversation_id = ${conversation}))
  order by g.given_at desc, g.id limit ${shownMax + 1}`

type Kept = Readers['kept']

const toReader = (row: Row, all: Kept): Reader => {
  const kept = { here: row.keptHere, everywhere: row.keptEverywhere }
  const actions: [Action, boolean][] = [
    ['read', row.mayRead],
    ['write', row.mayWrite],
    ['delete', row.mayDelete]
  ]
  return {
    grant: row.grant,
    app: row.app,
    by: row.by,
    actions: actions.filter(([, may]) => may).map(([action]) => action),
    messages: row.ownOnly ? 'own' : 'any',
    from: row.allHistory ? 'all_history' : 'from_now',
    ...(row.kinds && { kinds: row.kinds }),
    since: row.since.toISOString(),
    ...(row.until && { until: row.until.toISOString() }),
    paused: row.paused,
    withheld: kept.here || kept.everywhere || all.here || all.everywhere,
    kept,
    ...(row.lastReadAt && { lastReadAt: row.lastReadAt.toISOString() })
  }
}

type Closed = { by: Reader['by']; at: Date; mayReopen: boolean }

/** Throws conversation_missing for who is not a member. */
export const listReaders = async (sql: Sql, person: string, conversation: string): Promise<Readers> => {
  const member = await sql`
    select from conversations.member where conversation_id = ${conversation} and person_id = ${person} and left_seq is null`
  if (member.length === 0) throw new Refusal('conversation_missing')
  const [rows, [kept = { here: false, everywhere: false }], [closed]] = await Promise.all([
    rowsOf(sql, person, conversation),
    sql<Kept[]>`
      select coalesce(bool_or(conversation_id is not null), false) as here, coalesce(bool_or(conversation_id is null), false) as everywhere
      from grants.withhold where person_id = ${person} and app_id is null and (conversation_id is null or conversation_id = ${conversation})`,
    sql<Closed[]>`
      select json_build_object('id', p.id, 'handle', p.handle, 'name', p.name) as by, c.at,
        c.person_id = ${person} or not exists (
          select from conversations.member m where m.conversation_id = c.conversation_id and m.person_id = c.person_id and m.left_seq is null) as "mayReopen"
      from grants.closed_group c join people.person p on p.id = c.person_id where c.conversation_id = ${conversation}`
  ])
  return {
    items: rows.slice(0, shownMax).map((row) => toReader(row, kept)),
    more: rows.length > shownMax,
    kept,
    ...(closed && { closed: { ...closed, at: closed.at.toISOString() } })
  }
}
