// A snapshot sees the same transactions here as in the database.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openTestDatabase, type TestDatabase } from '@parley/world/test-database.ts'
import { openSql, type Sql } from '../base/sql.ts'
import { hasSeen, parseSeen } from './seen.ts'

let database: TestDatabase
let sql: Sql
before(async () => {
  database = await openTestDatabase()
  sql = openSql(database.url, { max: 1, name: 'test' })
})
after(async () => {
  await sql.end()
  await database.drop()
})

// The lower half of a transaction number is never zero.
const xmin = fc
  .tuple(fc.nat(3), fc.integer({ min: 3, max: 2 ** 32 - 100 }))
  .map(([epoch, low]) => epoch * 2 ** 32 + low)
const snapshot = fc.record({ xmin, running: fc.uniqueArray(fc.nat(40)), tail: fc.nat(5) })

test('a transaction is seen here exactly when the database says that it is visible', async () => {
  await fc.assert(
    fc.asyncProperty(snapshot, async ({ xmin: low, running, tail }) => {
      const xids = running.map((n) => low + n).toSorted((a, b) => a - b)
      const text = `${low}:${(xids.at(-1) ?? low) + tail + 1}:${xids.join(',')}`
      const asked = Array.from({ length: 60 }, (_, n) => Math.max(3, low - 5 + n))
      const rows = await sql<{ xid: number; visible: boolean }[]>`
        select x as xid, pg_visible_in_snapshot(x::text::xid8, ${text}::pg_snapshot) as visible
        from unnest(${asked}::bigint[]) x`
      const seen = parseSeen(text)
      for (const { xid, visible } of rows) assert.equal(hasSeen(seen, xid), visible, `${xid} in ${text}`)
    }),
    { numRuns: 50 }
  )
})
