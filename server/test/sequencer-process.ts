// A sequencer as a process of its own, for tests that kill it: works until then, in batches of random sizes.
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSql } from '../src/base/sql.ts'
import { openLog } from '../src/log/log-keeper.ts'
import { sequenceBatch } from '../src/log/sequence-batch.ts'

const [databaseUrl = '', url = '', secret = ''] = process.argv.slice(2)
const sql = openSql(databaseUrl, { max: 1, name: 'sequencer' })
const log = await openLog(sql, { url, secret })
process.stdout.write('ready\n')
for (;;) {
  const max = randomInt(1, 700)
  const taken = await sequenceBatch(sql, log, { needsNoWitness: true, max })
  if (taken !== max) await sleep(5)
}
