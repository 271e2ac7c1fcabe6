// Reads by apps of other people that touched somebody's messages, as the shared texts of their own evidence tell them.
import type { ReadOfMine } from '@parley/protocol/api/evidence.ts'
import { writeCursor } from '../base/cursor.ts'
import type { Sql } from '../base/sql.ts'

type Row = {
  i: number
  id: string
  at: Date
  app: { id: string; name: string } | null
  conversation: string
  n: number
}

/** Newest first, of those that are in the log. before: the person's own number of an entry. */
export const listAboutMe = async (
  sql: Sql,
  person: string,
  { before, limit }: { before: number | undefined; limit: number }
): Promise<{ items: ReadOfMine[]; next?: string }> => {
  const rows = await sql<Row[]>`
    select p.i, e.event_id as id, e.at, e.conversation_id as conversation, (e.shared::json ->> 'n')::int as n,
      case when a.id is not null then json_build_object('id', a.id, 'name', a.name) end as app
    from log.place p join log.leaf l on l.idx = p.idx join log.entry e on e.id = l.entry_id
    left join grants.app a on a.id = e.app_id
    where p.party_id = ${person} and (${before ?? null}::bigint is null or p.i < ${before ?? null})
      and e.kind = 'read' and e.person_id <> ${person}
      and e.shared::jsonb -> 'from' @> to_jsonb(log.lid(${person}))
    order by p.i desc limit ${limit + 1}`
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    items: page.map(({ id, at, app, conversation, n }) => ({
      id,
      at: at.toISOString(),
      ...(app && { app }),
      conversation,
      count: n
    })),
    ...(last && { next: writeCursor([last.i]) })
  }
}
