// Remembers what a person is listening to now.
import { nowSeconds } from '../clock.ts'
import type { DatabaseSync } from 'node:sqlite'
import type { Song } from './song.ts'

const unknownSeconds = 10 * 60
const graceSeconds = 30

/** One song per person, however often a player reports it; it fades after its length, or after ten minutes when that is unknown. */
export const setNowPlaying = (db: DatabaseSync, person: string, song: Song): void => {
  const now = nowSeconds()
  const length = song.durationMs ? Math.ceil(song.durationMs / 1000) + graceSeconds : unknownSeconds
  db.prepare(
    `insert into now_playing (person, song, since, until) values (?, ?, ?, ?)
     on conflict (person) do update set until = excluded.until,
       since = case when song = excluded.song then since else excluded.since end, song = excluded.song`
  ).run(person, JSON.stringify(song), now, now + length)
}
