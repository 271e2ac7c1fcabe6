// What a person is listening to now, and was listening to a moment ago.
import type { DatabaseSync } from 'node:sqlite'
import { nowSeconds } from '../clock.ts'
import type { Song } from '@parley/connectors/listenbrainz/parse-song.ts'

export type Playing = { id: number; song: Song }

/** The song that plays, or undefined. */
export const nowPlaying = (db: DatabaseSync, person: string): Playing | undefined => {
  const row = db
    .prepare('select id, song, until from now_playing where person = ? order by id desc limit 1')
    .get(person)
  if (!row || (row['until'] as number) <= nowSeconds()) return undefined
  return { id: row['id'] as number, song: JSON.parse(row['song'] as string) as Song }
}

/** A song that plays or played within the last day, so that it can be shared when the next one has begun. */
export const playedSong = (db: DatabaseSync, person: string, id: number): Song | undefined => {
  const row = db.prepare('select song from now_playing where person = ? and id = ?').get(person, id)
  return row && (JSON.parse(row['song'] as string) as Song)
}
