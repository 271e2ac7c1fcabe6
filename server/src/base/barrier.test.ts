// The barrier waits for what was open, and for nobody longer than it must.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())

test('a partner transaction that was open is waited for', async () => {
  let ended = 0
  const open = parley.partnerSql.begin(async (tx) => {
    await tx`select pg_sleep(0.3)`
    ended = performance.now()
  })
  await sleep(100)
  await parley.barrier.drain()
  const drained = performance.now()
  await open
  assert.ok(ended > 0 && drained >= ended - 5)
})

test('a partner session that lifts its own timeouts is cut off', async () => {
  const stolen = await parley.partnerSql.reserve()
  await stolen`set idle_in_transaction_session_timeout = 0`
  await stolen`set statement_timeout = 0`
  await stolen`begin`
  await stolen`select 1`
  const before = performance.now()
  await parley.barrier.drain()
  assert.ok(performance.now() - before < 5000)
  await assert.rejects(async () => stolen`select 1`)
  stolen.release()
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
