// What tests stand on leaves nothing open when it does not come up: an open pool would keep their process alive until it is killed.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { openSql } from '@parley/server/base/sql.ts'
import { openTestDatabase } from './test-database.ts'
import { freePort, startTestPlatform } from './test-platform.ts'
import { startSiteStage } from './test-site.ts'

test('a platform whose port is taken says so and holds no connection', async () => {
  const database = await openTestDatabase()
  const sql = openSql(database.url, { max: 1, name: 'test' })
  const port = await freePort()
  const taken = createServer().listen(port, 'localhost')
  await once(taken, 'listening')
  await assert.rejects(startTestPlatform({ port }, database), { code: 'EADDRINUSE' })
  const rows = await sql`
    select application_name from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
  assert.deepEqual([...rows], [])
  taken.close()
  await sql.end()
  await database.drop()
})

test('a stage whose app does not start says why, and this process can end', async () => {
  const start = () => Promise.reject(new Error('no app'))
  await assert.rejects(startSiteStage({ id: 'notes', place: 9, start }), /no app/)
})
