// Keeps listens that are over; the same listen twice is one.
import { atomically } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'
import type { Listen } from '@parley/connectors/listenbrainz/parse-submission.ts'
import { songKey } from './song.ts'

/** All or none are kept. Returns how many are new. */
export const recordListens = (db: DatabaseSync, person: string, listens: readonly Listen[]): number =>
  atomically(db, () => {
    const insert = db.prepare(
      'insert into listen (person, listened_at, song_key, song) values (?, ?, ?, ?) on conflict do nothing'
    )
    let added = 0
    for (const { song, listenedAt } of listens) {
      added += Number(insert.run(person, listenedAt, songKey(song), JSON.stringify(song)).changes)
    }
    return added
  })
