// Remembers what a person is listening to now.
import type { DatabaseSync } from 'node:sqlite'
import { nowSeconds } from '../clock.ts'
import { nowPlaying } from './now-playing.ts'
import type { Song } from '@parley/connectors/listenbrainz/parse-song.ts'

const unknownSeconds = 10 * 60
const graceSeconds = 30
const keptMax = 100

/** However often a player reports a song, it is one; it fades after its length, or after ten minutes when that is unknown. */
export const setNowPlaying = (db: DatabaseSync, person: string, song: Song): void => {
  const now = nowSeconds()
  const until = now + (song.durationMs ? Math.ceil(song.durationMs / 1000) + graceSeconds : unknownSeconds)
  const text = JSON.stringify(song)
  const playing = nowPlaying(db, person)
  if (playing && JSON.stringify(playing.song) === text) {
    db.prepare('update now_playing set until = ? where id = ?').run(until, playing.id)
    return
  }
  db.prepare(
    `delete from now_playing where person = ?1 and (until < ?2
       or id <= (select id from now_playing where person = ?1 order by id desc limit 1 offset ${keptMax - 1}))`
  ).run(person, now - 24 * 60 * 60)
  db.prepare('insert into now_playing (person, song, until) values (?, ?, ?)').run(person, text, until)
}
