// Keeps a title on a person's shelf, the same one under all its names.
import { namesOf } from '@parley/connectors/media/title-names.ts'
import type { Title, Watched } from '@parley/connectors/media/watched.ts'
import { newId, nowMs } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'

/** finishedAt, seenAt: in milliseconds since 1970. progress: 0 to 100. */
export type KeptTitle = {
  id: string
  title: Title
  progress: number | null
  finishedAt: number | null
  seenAt: number
}

/** So that a broken sender cannot fill the disk. */
export const titlesMax = 5000

const columns = 'id, title, progress, finished_at as finishedAt, seen_at as seenAt'
const titleFrom = (row: Record<string, unknown>): KeptTitle =>
  ({ ...row, title: JSON.parse(row['title'] as string) as Title }) as KeptTitle

export const readTitle = (db: DatabaseSync, person: string, id: string): KeptTitle | undefined => {
  const row = db.prepare(`select ${columns} from title where person = ? and id = ?`).get(person, id)
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
    .prepare(`select ${columns} from title where person = ? and seen_at < ? order by seen_at desc, id limit ?`)
    .all(person, before, limit)
    .map(titleFrom)

export const findTitle = (db: DatabaseSync, person: string, watched: Watched): KeptTitle | undefined => {
  const find = db.prepare('select title from title_name where person = ? and name = ?')
  for (const name of namesOf(watched).sought) {
    const row = find.get(person, name)
    if (row) return readTitle(db, person, row['title'] as string)
  }
  return undefined
}

const isFull = (db: DatabaseSync, person: string): boolean =>
  db.prepare('select count(*) as n from title where person = ?').get(person)!['n'] === titlesMax

/**
 * Call it in a transaction. What was finished once stays finished, however often it is seen again. undefined: the shelf is full, and a new
 * title has no place.
 */
export const keepTitle = (db: DatabaseSync, person: string, watched: Watched): KeptTitle | undefined => {
  const { kind, name, series, season, episode, year, progress = null, completed } = watched
  const known = findTitle(db, person, watched)
  if (!known && isFull(db, person)) return undefined
  const id = known?.id ?? newId()
  const title = JSON.stringify({ kind, name, series, season, episode, year })
  db.prepare(
    `insert into title (id, person, title, progress, finished_at, seen_at) values (?1, ?2, ?3, ?4, ?5, ?6)
     on conflict (id) do update set progress = coalesce(?4, progress), finished_at = coalesce(finished_at, ?5), seen_at = ?6`
  ).run(id, person, title, completed ? 100 : progress, completed ? nowMs() : null, nowMs())
  const addName = db.prepare('insert into title_name (person, name, title) values (?, ?, ?) on conflict do nothing')
  // A film that came without its year once must not stand for all of its name.
  const yearless = known && kind === 'film' && year === undefined
  for (const each of namesOf(watched).names.slice(yearless ? 1 : 0)) addName.run(person, each, id)
  return readTitle(db, person, id)
}
