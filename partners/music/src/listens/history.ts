// What a person listened to, newest first, by pages.
import type { DatabaseSync } from 'node:sqlite'
import type { Song } from '@parley/connectors/listenbrainz/parse-song.ts'

export type PastListen = { id: number; listenedAt: number; song: Song }

const columns = 'id, listened_at as listenedAt, song'
const listenOf = (row: Record<string, unknown>): PastListen => ({
  ...(row as PastListen),
  song: JSON.parse(row['song'] as string) as Song
})

/** before: the last listen of the page above. `next` is there when more follow. */
export const history = (
  db: DatabaseSync,
  person: string,
  limit: number,
  before?: { listenedAt: number; id: number }
): { items: PastListen[]; next?: { listenedAt: number; id: number } } => {
  const rows = db
    .prepare(
      `select ${columns} from listen where person = ? and (listened_at, id) < (?, ?)
       order by listened_at desc, id desc limit ?`
    )
    .all(person, before?.listenedAt ?? Number.MAX_SAFE_INTEGER, before?.id ?? 0, limit + 1)
  const items = rows.slice(0, limit).map(listenOf)
  const last = items.at(-1)
  return rows.length > limit && last ? { items, next: { listenedAt: last.listenedAt, id: last.id } } : { items }
}

/** One listen of this person. */
export const pastListen = (db: DatabaseSync, person: string, id: number): PastListen | undefined => {
  const row = db.prepare(`select ${columns} from listen where person = ? and id = ?`).get(person, id)
  return row && listenOf(row)
}
