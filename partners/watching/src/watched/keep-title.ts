// Keeps a title on a person's shelf, the same one under all its names.
import { namesOf } from '@parley/connectors/media/title-names.ts'
import type { Title, Watched } from '@parley/connectors/media/watched.ts'
import { newId, nowMs, sql } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'

/** finishedAt, seenAt: in milliseconds since 1970. progress: 0 to 100. */
export type KeptTitle = { id: string; title: Title; progress?: number; finishedAt?: number; seenAt: number }

/** So that a broken sender cannot fill the disk. */
export const titlesMax = 5000

const titleFrom = (row: Record<string, unknown>): KeptTitle => JSON.parse(row['kept'] as string) as KeptTitle

export const readTitle = (db: DatabaseSync, person: string, id: string): KeptTitle | undefined => {
  const row = sql(db).get`select kept from shelf where person = ${person} and id = ${id}`
  return row && titleFrom(row)
}

/** What was seen last comes first; `before` is the seenAt of the last one above. */
export const listTitles = (db: DatabaseSync, person: string, limit: number, before?: number): KeptTitle[] => {
  const rows = sql(db).all`select kept from shelf
    where person = ${person} and seen_at < ${before ?? Number.MAX_SAFE_INTEGER} order by seen_at desc, id limit ${limit}`
  return rows.map(titleFrom)
}

export const findTitle = (db: DatabaseSync, person: string, watched: Watched): KeptTitle | undefined => {
  for (const name of namesOf(watched).sought) {
    const row = sql(db).get`select id from title_name where person = ${person} and name = ${name}`
    if (row) return readTitle(db, person, row['id'] as string)
  }
  return undefined
}

/**
 * Call it in a transaction. What was finished once stays finished, however often it is seen again. undefined: the shelf is full, and a new
 * title has no place.
 */
export const keepTitle = (db: DatabaseSync, person: string, watched: Watched): KeptTitle | undefined => {
  const { kind, name, series, season, episode, year, progress, completed } = watched
  const known = findTitle(db, person, watched)
  const { n } = sql(db).get`select count(*) as n from shelf where person = ${person}` as { n: number }
  if (!known && n >= titlesMax) return undefined
  const { id, title } = known ?? { id: newId(), title: { kind, name, series, season, episode, year } }
  const seenAt = nowMs()
  const kept = {
    id,
    title,
    progress: completed ? 100 : (progress ?? known?.progress),
    finishedAt: known?.finishedAt ?? (completed ? seenAt : undefined),
    seenAt
  }
  sql(db)
    .run`insert into shelf (id, person, seen_at, kept) values (${id}, ${person}, ${seenAt}, ${JSON.stringify(kept)})
    on conflict (id) do update set seen_at = excluded.seen_at, kept = excluded.kept`
  // A film that came without its year once must not stand for all of its name.
  const yearless = known && kind === 'film' && year === undefined
  for (const each of namesOf(watched).names.slice(yearless ? 1 : 0))
    sql(db).run`insert into title_name (person, name, id) values (${person}, ${each}, ${id}) on conflict do nothing`
  return readTitle(db, person, id)
}
