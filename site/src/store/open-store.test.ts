// Facts about opening an app's database.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openStore } from './open-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'store-test-'))
after(() => rmSync(folder, { recursive: true }))

const notes = 'create table if not exists note (id text primary key, text text not null) strict'

test('what was kept is there when the file is opened again, for its owner only', () => {
  const db = openStore(folder, 'notes', notes)
  db.exec(`insert into note values ('1', 'stays')`)
  db.close()
  const again = openStore(folder, 'notes', notes)
  assert.equal(again.prepare('select text from note').get()?.['text'], 'stays')
  again.close()
  assert.equal(statSync(join(folder, 'notes.sqlite')).mode & 0o777, 0o600)
})

test('a new table comes by itself, a table of another version stops the start and loses nothing', () => {
  openStore(folder, 'notes', `${notes}; create table if not exists tag (name text primary key) strict`).close()
  const changed = 'create table if not exists note (id text primary key, words text not null) strict'
  assert.throws(() => openStore(folder, 'notes', changed), /notes\.sqlite was made by another version .* table note/)
  const db = openStore(folder, 'notes', notes)
  assert.equal(db.prepare('select text from note').get()?.['text'], 'stays')
  db.close()
})
