// Tests of what is left of a deleted share in the app's own database.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { meetPerson, openStore } from '@parley/site'
import { schema } from '../schema.ts'
import { forgetShare } from './forget-share.ts'
import { beginShare } from './send-share.ts'

const folder = mkdtempSync(join(tmpdir(), 'music-test-'))
const db = openStore(folder, 'music', schema)
after(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

const ana = meetPerson(db, 'ana', 'Ana')
const share = (id: string) => {
  const song = { name: 'Salt', artist: 'Mara', album: 'Tides', url: 'https://music.example/salt' }
  beginShare(db, ana.id, { id, conversation: `with-ben-${id}`, friend: 'Ben Okafor', song, note: 'for the train' })
  db.prepare(`update share set state = 'shared', message = ? where id = ?`).run(`message-${id}`, id)
  db.prepare(
    `insert into reply (message, person, reply_to, friend, at, text, deleted) values (?, ?, ?, 'Ben Okafor', '2026', 'lovely', 0)`
  ).run(`reply-${id}`, ana.id, `message-${id}`)
}
const everything = (): string =>
  JSON.stringify([db.prepare('select * from share').all(), db.prepare('select * from reply').all()])

test('of a deleted share only the song and the time are left; others stay whole', () => {
  share('1')
  const { at } = db.prepare('select at from share').get() as { at: number }
  forgetShare(db, ana.id, 'message-1')
  assert.doesNotMatch(everything(), /Ben|train|lovely|Tides|example/)
  const left = db.prepare('select state, song, at from share').get()
  assert.deepEqual({ ...left }, { state: 'deleted', song: '{"name":"Salt","artist":"Mara"}', at })
  share('2')
  forgetShare(db, ana.id, 'message-1')
  assert.match(everything(), /Ben Okafor.*for the train.*lovely/)
})

test('nobody forgets the share of another person', () => {
  share('3')
  forgetShare(db, meetPerson(db, 'ben', 'Ben').id, 'message-3')
  assert.match(everything(), /message-3.*reply-3/)
})
