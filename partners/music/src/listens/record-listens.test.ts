// Tests of keeping listens: once each, for the right person, in pages, and still there after a restart.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { meetPerson, openStore } from '@parley/site'
import { schema } from '../schema.ts'
import { history } from './history.ts'
import { nowPlaying, playedSong } from './now-playing.ts'
import { recordListens } from './record-listens.ts'
import { setNowPlaying } from './set-now-playing.ts'

const folder = mkdtempSync(join(tmpdir(), 'music-test-'))
let db = openStore(folder, 'music', schema)
after(() => {
  db.close()
  rmSync(folder, { recursive: true })
})
const ana = meetPerson(db, 'sub-ana', 'Ana').id
const ben = meetPerson(db, 'sub-ben', 'Ben').id
const listen = (listenedAt: number, name = 'Blue Bicycle') => ({ listenedAt, song: { name, artist: 'The Quiet Tram' } })

test('the same listen twice is one', () => {
  assert.equal(
    recordListens(db, ana, [listen(1_700_000_000), listen(1_700_000_000, 'BLUE bicycle'), listen(1_700_000_001)]),
    2
  )
  assert.equal(recordListens(db, ana, [listen(1_700_000_000)]), 0)
  assert.equal(recordListens(db, ben, [listen(1_700_000_000)]), 1)
  assert.equal(history(db, ana, 10).items.length, 2)
})

test('history comes newest first, in pages without gaps', () => {
  recordListens(
    db,
    ana,
    Array.from({ length: 20 }, (_, i) => listen(1_700_000_100 + Math.floor(i / 3), `Song ${i}`))
  )
  const seen: number[] = []
  for (let page = history(db, ana, 5); ; page = history(db, ana, 5, page.next)) {
    seen.push(...page.items.map(({ id }) => id))
    if (!page.next) break
  }
  assert.equal(seen.length, 22)
  assert.equal(new Set(seen).size, 22)
})

test('a storm of playing_now leaves one song, the last', () => {
  for (let i = 0; i < 200; i++) setNowPlaying(db, ana, { name: `Song ${i % 7}`, artist: 'Storm' })
  setNowPlaying(db, ana, { name: 'Calm', artist: 'Storm' })
  assert.equal(nowPlaying(db, ana)?.song.name, 'Calm')
  assert.equal(nowPlaying(db, ben), undefined)
  assert.equal(db.prepare('select count(*) as n from now_playing').get()!['n'], 100)
})

test('a song can still be shared when the next one plays, and by nobody else', () => {
  setNowPlaying(db, ana, { name: 'First', artist: 'Storm' })
  const { id } = nowPlaying(db, ana)!
  setNowPlaying(db, ana, { name: 'First', artist: 'Storm' })
  assert.equal(nowPlaying(db, ana)!.id, id)
  setNowPlaying(db, ana, { name: 'Second', artist: 'Storm' })
  assert.equal(playedSong(db, ana, id)?.name, 'First')
  assert.equal(playedSong(db, ben, id), undefined)
})

test('what was kept is there after a restart', () => {
  db.close()
  db = openStore(folder, 'music', schema)
  assert.equal(history(db, ana, 100).items.length, 22)
  assert.equal(meetPerson(db, 'sub-ana', 'Ana Maria').id, ana)
})
