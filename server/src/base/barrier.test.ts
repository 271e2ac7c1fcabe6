// The barrier waits for what was open, and for nobody longer than it must.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { openPartnerSql } from './sql.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())

test('a partner transaction that was open is waited for', async () => {
  let ended = 0
  const begun = Promise.withResolvers<void>()
  const open = parley.partnerSql.begin(async (tx) => {
    await tx`select`
    begun.resolve()
    await tx`select pg_sleep(0.3)`
    ended = performance.now()
  })
  await begun.promise
  await parley.barrier.drain()
  const drained = performance.now()
  await open
  assert.ok(ended > 0 && drained >= ended - 5)
})

test('a partner session that lifts its own timeouts is cut off', async () => {
  const stolen = await openPartnerSql(parley.sql, parley.databaseUrl, parley.secret, { max: 1, name: 'stolen' })
  await stolen`set idle_in_transaction_session_timeout = 0`
  await stolen`set statement_timeout = 0`
  const [session] = await stolen<{ pid: number }[]>`select pg_backend_pid() as pid`
  await stolen`begin`
  await stolen`select 1`
  const before = performance.now()
  await parley.barrier.drain()
  assert.ok(performance.now() - before < 5000)
  const left =
    await parley.sql`select from pg_stat_activity where pid = ${session?.pid ?? 0} and xact_start is not null`
  assert.equal(left.length, 0)
  await stolen.end({ timeout: 0 })
})

test('an answer that is still being sent is waited for, and cut when its receiver does not read', async () => {
  let cut = false
  const leave = parley.barrier.enter(() => {
    cut = true
  })
  setTimeout(leave, 200)
  const before = performance.now()
  await parley.barrier.drain()
  assert.ok(performance.now() - before >= 190)
  assert.equal(cut, false)
  parley.barrier.enter(() => {
    cut = true
  })
  await parley.barrier.drain()
  assert.equal(cut, true)
})
