// Tests of the app as a process: it starts with its key, survives a kill while it reads, and refuses what cannot work.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openStore } from '@parley/site'
import { keyFromSeed } from '@parley/world/key-from-seed.ts'
import { camt, firstAccount } from '@parley/world/test-bank.ts'
import { freePort } from '@parley/world/test-platform.ts'
import { schema } from './schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'bank-process-'))
const inbox = join(folder, 'bank/inbox')
const running = new Set<ChildProcess>()
after(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

const run = (port: number, key: string | undefined) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: {
      PARLEY_URL: 'http://localhost:1',
      PARLEY_DATA: folder,
      PARLEY_APP_PORT_BASE: String(port - 3),
      ...(key && { BANK_CLIENT_KEY: key })
    }
  })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return { child, output: () => output, ended: once(child, 'exit').then(([code]) => code as number | null) }
}
const until = async (is: () => boolean): Promise<void> => {
  for (let looks = 0; !is(); looks++) {
    assert.ok(looks < 2400)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
const key = JSON.stringify(keyFromSeed(randomBytes(32)).secret)

test('without a key it says why and ends', async () => {
  const bank = run(await freePort(), undefined)
  assert.equal(await bank.ended, 1)
  assert.match(bank.output(), /^Harbour Bank did not start: BANK_CLIENT/)
})

test('a file that was being taken when the app was killed is taken whole, and once, after the next start', async () => {
  const db = openStore(join(folder, 'bank'), 'harbour-bank', schema)
  db.exec(`insert into person (id, sub, name, joined_at) values ('ana', 'ana', 'Ana', 0);
    insert into account values (1, 'ana', '${firstAccount}')`)
  db.close()
  const one = /<Ntry>[^]*<\/Ntry>/.exec(camt('HB-'))![0]
  const entries = Array.from({ length: 8000 }, (_, i) => one.replaceAll('HB-', `HB-${i}`))
  mkdirSync(inbox, { recursive: true })
  writeFileSync(join(inbox, 'big.xml'), camt('HB-').replace(one, entries.join('')))
  const ask = (what: string): unknown => {
    const look = new DatabaseSync(join(folder, 'bank/harbour-bank.sqlite'), { readOnly: true })
    try {
      return look.prepare(`select ${what} as it`).get()?.['it']
    } finally {
      look.close()
    }
  }
  const count = (table: string): unknown => ask(`(select count(*) from ${table})`)
  const state = (): unknown => ask(`(select report ->> '$.state' from import)`)
  for (const least of [0, 2000]) {
    const first = run(await freePort(), key)
    await until(() => Number(count('booking')) > least)
    first.child.kill('SIGKILL')
    await first.ended
    const half = Number(count('booking'))
    assert.ok(half < 8000, `${half}`)
    assert.deepEqual([state(), count('import'), readdirSync(join(inbox, 'done'))], ['running', 1, []])
  }
  const second = run(await freePort(), key)
  await until(() => readdirSync(join(inbox, 'done')).length === 2)
  assert.equal(count('booking'), 8000)
  assert.deepEqual([state(), count('import')], ['done', 1])
  const counts = ask(`(select report ->> '$.transfer' || ' new, ' || (report ->> '$.known') || ' known' from import)`)
  assert.equal(counts, '8000 new, 0 known')
  second.child.kill('SIGTERM')
  assert.equal(await second.ended, 0)
})
