// Tests of what a load balancer and an operator ask: does the process answer, and can it do its work.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { logCaughtUp } from '@parley/world/test-log.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { stuckAfterSeconds } from './log/find-standstill.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())

const ask = async (path: string) => {
  const answer = await fetch(`${parley.url}${path}`)
  return { status: answer.status, body: (await answer.json()) as { status: string } }
}

/** While the sequencer can take nothing: how long ago it took something the last time, and when what waits was recorded. */
const whileHeld = async (tookAgo: number, waitsFor: number, look: () => Promise<void>): Promise<void> => {
  await logCaughtUp(parley.sql)
  await parley.sql`update log.state set at = clock_timestamp() - ${tookAgo} * interval '1 second'`
  await parley.sql.begin(async (tx) => {
    await tx`select from log.state for update`
    await parley.sql`
      select log.record(gen_random_uuid(), 'staff', null, null, null, null,
        clock_timestamp() - ${waitsFor} * interval '1 second', '{}', '{}', '{}')`
    await look()
  })
}

test('a platform that runs is alive and ready', async () => {
  for (const path of ['/healthz', '/readyz']) assert.deepEqual(await ask(path), { status: 200, body: { status: 'ok' } })
})

test('a log that has taken nothing in for long makes a platform not ready, and says so', async () => {
  await whileHeld(stuckAfterSeconds + 1, stuckAfterSeconds + 1, async () => {
    const { status, body } = await ask('/readyz')
    assert.equal(status, 503)
    assert.match(body.status, /^The log has taken nothing in for 30 seconds, and entries wait/)
    assert.equal((await ask('/healthz')).status, 200)
  })
  await logCaughtUp(parley.sql)
  assert.equal((await ask('/readyz')).status, 200)
})

test('a log that works through much, and one that had nothing to do, are ready', async () => {
  await whileHeld(1, stuckAfterSeconds + 1, async () => assert.equal((await ask('/readyz')).status, 200))
  await whileHeld(3600, 1, async () => assert.equal((await ask('/readyz')).status, 200))
})

test('what waits and is gone from the database makes it not ready, too', async () => {
  await whileHeld(stuckAfterSeconds + 1, stuckAfterSeconds + 1, async () => {
    const [entry] = await parley.sql<{ id: number }[]>`select min(entry_id) as id from log.outbox`
    await parley.sql`delete from log.entry where id = ${entry!.id}`
    assert.equal((await ask('/readyz')).status, 503)
    await parley.sql`delete from log.outbox where entry_id = ${entry!.id}`
  })
})
