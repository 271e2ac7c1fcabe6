// Keeps a title on a person's shelf, the same one under all its names.
import type { DatabaseSync } from 'node:sqlite'
import { newId } from '@parley/site'
import { namesOf } from './title-names.ts'
import type { Title, Watched } from '@parley/connectors/media/watched.ts'

/** finishedAt, seenAt: in milliseconds since 1970. progress: 0 to 100. */
export type KeptTitle = {
  id: string
  title: Title
  progress: number | undefined
  finishedAt: number | undefined
  seenAt: number
}

const titleFrom = (row: Record<string, unknown>): KeptTitle => ({
  id: row['id'] as string,
  title: JSON.parse(row['title'] as string) as Title,
  progress: (row['progress'] as number | null) ?? undefined,
  finishedAt: (row['finished_at'] as number | null) ?? undefined,
  seenAt: row['seen_at'] as number
})

export const readTitle = (db: DatabaseSync, person: string, id: string): KeptTitle | undefined => {
  const row = db.prepare('select * from title where person = ? and id = ?').get(person, id)
  return row && titleFrom(row)
}

/** What was seen last comes first; `before` is the seenAt of the last one above. */
export const listTitles = (
  db: DatabaseSync,
  person: string,
  limit: number,
  before = Number.MAX_SAFE_INTEGER
): KeptTitle[] =>
  db
    .prepare('select * from title where person = ? and seen_at < ? order by seen_at desc, id limit ?')
    .all(person, before, limit)
    .map(titleFrom)

export const findTitle = (db: DatabaseSync, person: string, watched: Watched): KeptTitle | undefined => {
  const find = db.prepare(
    'select title.* from title_name join title on title.id = title_name.title where title_name.person = ? and name = ?'
  )
  for (const name of namesOf(watched).sought) {
    const row = find.get(person, name)
    if (row) return titleFrom(row)
  }
  return undefined
}

/** Call it in a transaction. What was finished once stays finished, however often it is seen again. */
export const keepTitle = (db: DatabaseSync, person: string, watched: Watched, now: number): KeptTitle => {
  const { kind, name, series, season, episode, year, progress, completed } = watched
  const title = JSON.parse(JSON.stringify({ kind, name, series, season, episode, year })) as Title
  const known = findTitle(db, person, watched)
  const id = known?.id ?? newId()
  db.prepare(
    `insert into title (id, person, title, progress, finished_at, seen_at) values (?, ?, ?, ?, ?, ?)
     on conflict (id) do update set progress = coalesce(excluded.progress, progress), seen_at = excluded.seen_at,
       finished_at = coalesce(finished_at, excluded.finished_at)`
  ).run(id, person, JSON.stringify(title), completed ? 100 : (progress ?? null), completed ? now : null, now)
  const addName = db.prepare('insert into title_name (person, name, title) values (?, ?, ?) on conflict do nothing')
  // A film that came without its year once must not stand for all of its name.
  const yearless = known && kind === 'film' && year === undefined
  for (const each of namesOf(watched).names.slice(yearless ? 1 : 0)) addName.run(person, each, id)
  return readTitle(db, person, id)!
}
