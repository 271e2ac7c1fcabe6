// A person's grants, as shown under Connected apps.
import type { Action, Grant } from '@parley/protocol/api/grant.ts'
import { writeCursor } from '../base/cursor.ts'
import { Refusal } from '../base/refusal.ts'
import type { Sql } from '../base/sql.ts'
import { budgetStartsAgainAt } from './budget-day.ts'
import { answerColumns, toAnswers, type AnswerColumns } from './load-answers.ts'
import { sentenceOf } from './sentence.ts'

type Row = AnswerColumns & {
  id: string
  app: Grant['app']
  rank: string
  givenAt: Date
  endsAt: Date | null
  endedAt: Date | null
  endedBecause: NonNullable<Grant['ended']>['because'] | null
  lastAccessAt: Date | null
  lastUsed: Partial<Record<Action, string>>
  pausedAt: Date | null
  pausedIn: string[]
  readToday: number
  signed: boolean
}

const toGrant = (row: Row): Grant => {
  const answers = toAnswers(row)
  return {
    id: row.id,
    app: row.app,
    answers,
    givenAt: row.givenAt.toISOString(),
    ...(row.endsAt && { endsAt: row.endsAt.toISOString() }),
    ...(row.lastAccessAt && { lastAccessAt: row.lastAccessAt.toISOString() }),
    lastUsed: row.lastUsed,
    ...(row.endedAt && row.endedBecause && { ended: { at: row.endedAt.toISOString(), because: row.endedBecause } }),
    ...((row.pausedAt || row.pausedIn.length > 0) && {
      paused: { ...(row.pausedAt && { at: row.pausedAt.toISOString() }), conversations: row.pausedIn }
    }),
    ...(answers.perDay !== undefined &&
      !row.endedAt && { today: { used: row.readToday, startsAgainAt: budgetStartsAgainAt().toISOString() } }),
    signed: row.signed,
    sentence: `${row.app.name} ${sentenceOf(answers)}.`
  }
}

// A grant whose time has passed is shown as ended even before the sweep has written so.
const columns = (sql: Sql) => sql`
  g.id, ${answerColumns(sql)}, g.given_at as "givenAt", g.ends_at as "endsAt",
  case when g.ended_at is not null then g.ended_at when not grants.live(g, a, clock_timestamp()) then coalesce(g.ends_at, clock_timestamp()) end as "endedAt",
  case when g.ended_because is not null then g.ended_because when not grants.live(g, a, clock_timestamp()) then
    case when g.uses_left = 0 then 'used_once' when g.ends_at <= clock_timestamp() then 'expired' else 'unused' end end as "endedBecause",
  json_build_object('id', a.id, 'clientId', a.client_id, 'name', a.name, 'owner', a.owner, 'purpose', g.purpose, 'purposeCode', g.purpose_code, 'agent', a.agent) as app,
  (select e.at from log.entry e where e.grant_id = g.id and e.kind in ('list', 'read', 'write', 'delete') order by e.id desc limit 1) as "lastAccessAt",
  (select coalesce(json_object_agg(u.action, to_char(u.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), '{}')
    from grants.last_use u where u.grant_id = g.id) as "lastUsed",
  g.paused_at as "pausedAt",
  array(select k.conversation_id from grants.paused_conversation k where k.grant_id = g.id order by k.at limit 1000) as "pausedIn",
  coalesce((select b.read_n from grants.budget b where b.grant_id = g.id and b.day = (clock_timestamp() at time zone 'UTC')::date), 0) as "readToday",
  exists (select from grants.consent c where c.grant_id = g.id and c.signature is not null) as signed,
  (case when g.ended_at is null then '1' else '0' end) || to_char(g.given_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') || g.id as rank`

export type GrantsQuery = { after?: string | undefined; limit: number; app?: string | undefined }

/** Live ones first, then ended ones, newest first in each. `after` is the rank in a cursor of this list. */
export const listGrants = async (
  sql: Sql,
  person: string,
  { after, limit, app }: GrantsQuery
): Promise<{ items: Grant[]; next?: string }> => {
  const rows = await sql<Row[]>`
    select * from (
      select ${columns(sql)} from grants.grant g join grants.app a on a.id = g.app_id
      where g.person_id = ${person} and (${app ?? null}::uuid is null or g.app_id = ${app ?? null}::uuid)) g
    where ${after ?? null}::text is null or rank < ${after ?? null} collate "C"
    order by rank collate "C" desc limit ${limit + 1}`
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { items: rows.slice(0, limit).map(toGrant), ...(last && { next: writeCursor([last.rank]) }) }
}

/** Throws grant_missing, also for another person's. */
export const findGrant = async (sql: Sql, person: string, grant: string): Promise<Grant> => {
  const [row] = await sql<Row[]>`
    select ${columns(sql)} from grants.grant g join grants.app a on a.id = g.app_id where g.id = ${grant} and g.person_id = ${person}`
  if (!row) throw new Refusal('grant_missing')
  return toGrant(row)
}
