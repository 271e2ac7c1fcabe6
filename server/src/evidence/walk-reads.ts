// Walks a person's entries for reads by apps of others, and counts whose messages they were: the person's, and nothing else of them.
import type { Sql } from '../base/sql.ts'

/** How many entries one look goes through; a page makes a few. */
const placesMax = 1000
export const looksMax = 10

export type FoundRead = {
  /** The person's own number of the entry. */
  i: number
  id: string
  at: Date
  /** Days of UTC since 1970. */
  day: number
  app: { id: string; name: string } | null
  conversation: string
  /** Of the person's messages, those that had a text. */
  count: number
  /** The account for which the app read is erased, and with it how many messages it were. */
  isUnsure: boolean
}

/** Numbers of entries: before is exclusive, from inclusive. */
export type Range = { before?: number | undefined; from?: number | undefined }

type Row = FoundRead & { low: number | null; n: number }

/**
 * Newest first, of entries that are in the log. before: where the next look goes on; undefined when this was the last. The texts of the
 * entry tell the places of authors (docs/spec/log.md, "Texts"); of them only counts are taken.
 */
export const walkReads = async (
  sql: Sql,
  person: string,
  { before, from }: Range
): Promise<{ reads: FoundRead[]; before?: number }> => {
  const rows = await sql<Row[]>`
    with walked as materialized (
      select i, idx from log.place
      where party_id = ${person} and i < ${before ?? Number.MAX_SAFE_INTEGER} and i >= ${from ?? 0}
      order by i desc limit ${placesMax}
    ), me as materialized (select log.lid(${person}) as lid),
    found as (
      select w.i, e.event_id as id, e.at, floor(extract(epoch from e.at) / 86400)::int as day,
        case when a.id is not null then json_build_object('id', a.id, 'name', a.name) end as app, e.conversation_id as conversation,
        case when e.owner is not null then (
          select count(*)::int from json_array_elements(e.owner::json -> 'items') m (item)
          where (m.item ->> 1)::int = f.place - 1 and m.item ->> 3 = '0') else 1 end as count,
        e.owner is null as "isUnsure"
      from walked w join log.leaf l on l.idx = w.idx join log.entry e on e.id = l.entry_id
      cross join lateral (
        select o.place from json_array_elements_text(e.shared::json -> 'from') with ordinality o (lid, place), me
        where o.lid = me.lid) f
      left join grants.app a on a.id = e.app_id
      where e.kind = 'read' and e.person_id is distinct from ${person}
    )
    select s.low, s.n, f.* from (select min(i) as low, count(*)::int as n from walked) s
    left join found f on f.count > 0 order by f.i desc`
  const { low, n } = rows[0]!
  return {
    reads: rows.filter(({ i }) => i !== null).map(({ low: _low, n: _n, ...read }) => read),
    ...(n === placesMax && low !== null && { before: low })
  }
}
