// What a person is listening to now.
import { nowSeconds } from '../clock.ts'
import type { DatabaseSync } from 'node:sqlite'
import type { Song } from './song.ts'

/** The song that plays, or undefined. */
export const nowPlaying = (db: DatabaseSync, person: string): Song | undefined => {
  const row = db.prepare('select song from now_playing where person = ? and until > ?').get(person, nowSeconds())
  return row ? (JSON.parse(row['song'] as string) as Song) : undefined
}
