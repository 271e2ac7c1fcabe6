// Facts about the names of migrations.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceOf } from '../source.ts'
import { migrationsRule, repeatedMigrations } from './migrations.ts'

const messages = (path: string) => migrationsRule(sourceOf(path, '')).map(({ message }) => message)

test('a migration is named by number, room and what it is about', () => {
  assert.deepEqual(messages('server/migrations/0031-conversations-append.sql'), [])
  assert.match(messages('server/migrations/31-conversations-append.sql')[0]!, /NNNN-room-what/)
  assert.match(messages('server/migrations/0031-mail-append.sql')[0]!, /"mail" is no room/)
  assert.match(messages('web/src/a.sql')[0]!, /server\/migrations/)
})

test('each number is used once', () => {
  const sources = ['0031-conversations-a.sql', '0031-conversations-b.sql', '0032-conversations-c.sql'].map((name) =>
    sourceOf(`server/migrations/${name}`, '')
  )
  assert.deepEqual(
    repeatedMigrations(sources).map(({ path }) => path),
    ['server/migrations/0031-conversations-b.sql']
  )
})
