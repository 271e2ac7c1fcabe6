// What a person keeps from apps.
import type { Withholding } from '@parley/protocol/api/withhold.ts'
import { writeCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'
import { titlesOf } from '../conversations/titles.ts'

type Row = {
  app: { id: string; name: string } | null
  conversation: string | null
  at: Date
  rank: string
}

/** Newest first. `after` is the rank in a cursor of this list. */
export const listWithheld = async (
  sql: Sql,
  person: string,
  { after, limit }: { after?: string | undefined; limit: number }
): Promise<{ items: Withholding[]; next?: string }> => {
  const rows = await sql<Row[]>`
    select * from (
      select w.conversation_id as conversation, w.at, case when a.id is not null then json_build_object('id', a.id, 'name', a.name) end as app,
        to_char(w.at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') || coalesce(w.app_id::text, '') || coalesce(w.conversation_id::text, '') as rank
      from grants.withhold w left join grants.app a on a.id = w.app_id where w.person_id = ${person}) w
    where ${after ?? null}::text is null or rank < ${after ?? null} collate "C"
    order by rank collate "C" desc limit ${limit + 1}`
  const page = rows.slice(0, limit)
  const titles = await titlesOf(
    sql,
    person,
    page.flatMap(({ conversation }) => conversation ?? [])
  )
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    items: page.map(({ app, conversation, at }) => ({
      ...(app && { app }),
      ...(conversation !== null && { conversation: { id: conversation, title: titles.get(conversation) ?? '' } }),
      at: at.toISOString()
    })),
    ...(last && { next: writeCursor([last.rank]) })
  }
}
