// What tests of the log wait for.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from '@parley/server/base/sql.ts'

/** Until every entry that is recorded now is in the tree, and in a checkpoint. */
export const logCaughtUp = async (sql: Sql, waitMsMax = 20_000): Promise<void> => {
  const late = performance.now() + waitMsMax
  for (;;) {
    const [waiting] = await sql`select from log.outbox limit 1`
    if (!waiting) return
    assert.ok(performance.now() < late, 'the log has all entries in time')
    await sleep(20)
  }
}
