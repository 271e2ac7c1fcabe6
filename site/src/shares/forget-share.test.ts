// Tests of what is left of a deleted share in the app's own database.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { meetPerson } from '../people/person.ts'
import { openStore } from '../store/open-store.ts'
import { beginShare } from './begin-share.ts'
import { forgetShare } from './forget-share.ts'
import { shareSchema } from './share.ts'

const folder = mkdtempSync(join(tmpdir(), 'site-test-'))
const db = openStore(folder, 'site', shareSchema)
after(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

const ana = meetPerson(db, 'ana', 'Ana')
const share = (n: string) => {
  const card = {
    type: 'song',
    name: 'Salt',
    byArtist: 'Mara',
    inAlbum: 'Tides',
    url: 'https://music.example/salt'
  } as const
  const { id } = beginShare(db, ana.id, {
    about: 'Salt',
    once: n,
    conversation: `with-ben-${n}`,
    friend: 'Ben Okafor',
    content: { text: 'for the train', card }
  })
  db.prepare(`update share set state = 'sent', message = ? where id = ?`).run(`message-${n}`, id)
  db.prepare(
    `insert into reply (message, person, reply_to, friend, at, text, deleted) values (?, ?, ?, 'Ben Okafor', '2026', 'lovely', 0)`
  ).run(`reply-${n}`, ana.id, `message-${n}`)
}
const everything = (): string =>
  JSON.stringify([db.prepare('select * from share').all(), db.prepare('select * from reply').all()])

test('of a deleted share only its name and the time are left; others stay whole', () => {
  share('1')
  const { at } = db.prepare('select at from share').get() as { at: number }
  forgetShare(db, ana.id, 'message-1')
  assert.doesNotMatch(everything(), /Ben|train|lovely|Tides|example/)
  const left = db.prepare('select state, content, at from share').get()
  const content = '{"card":{"type":"song","name":"Salt","byArtist":"Mara"}}'
  assert.deepEqual({ ...left }, { state: 'deleted', content, at })
  share('2')
  forgetShare(db, ana.id, 'message-1')
  assert.match(everything(), /Ben Okafor.*for the train.*lovely/)
})

test('nobody forgets the share of another person', () => {
  share('3')
  forgetShare(db, meetPerson(db, 'ben', 'Ben').id, 'message-3')
  assert.match(everything(), /message-3.*reply-3/)
})
