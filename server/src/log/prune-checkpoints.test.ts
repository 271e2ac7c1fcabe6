// Old checkpoints go, and what evidence needs stays.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '@parley/world/test-database.ts'
import { openSql, type Sql } from '../base/sql.ts'
import { pruneCheckpoints } from './prune-checkpoints.ts'

let database: TestDatabase
let sql: Sql
before(async () => {
  database = await openTestDatabase()
  sql = openSql(database.url, { max: 2, name: 'test' })
})
after(async () => {
  await sql.end()
  await database.drop()
})

test('of an old ten minutes the last cosigned checkpoint stays; of the last day all stay', async () => {
  const put = (size: number, at: string, isCosigned: boolean) => sql`
    insert into log.checkpoint (size, at, note, cosigned_at)
    values (${size}, ${at}::timestamptz, 'note', case when ${isCosigned} then ${at}::timestamptz end)`
  await put(1, '2026-01-01T00:01:00Z', true)
  await put(2, '2026-01-01T00:02:00Z', true)
  await put(3, '2026-01-01T00:09:59Z', false)
  await put(4, '2026-01-01T00:10:00Z', true)
  await put(5, '2026-01-03T00:00:00Z', false)
  for (const size of [6, 7])
    await sql`insert into log.checkpoint (size, at, note, cosigned_at) values (${size}, clock_timestamp(), 'note', clock_timestamp())`
  await sql`insert into log.cosignature (size, witness, line, at) values (1, 'w', 'line', clock_timestamp())`
  assert.equal(await pruneCheckpoints(sql), 3)
  const left = await sql<{ size: number }[]>`select size from log.checkpoint order by size`
  assert.deepEqual(
    left.map(({ size }) => size),
    [2, 4, 6, 7]
  )
})
