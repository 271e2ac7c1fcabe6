// The command: what it can be asked, and a policy file instead of keys.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { startLog } from '@parley/verifier/simulate/simulated-log.ts'
import { openPerson } from '@parley/verifier/simulate/simulated-world.ts'
import { post, submissionOf } from '@parley/world/test-submission.ts'
import { startWitnessProcess } from '@parley/world/test-witness.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-witness-'))
after(() => rm(folder, { recursive: true, force: true }))

const run = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err })
    })
  })

test('--print-keys makes the keys once and prints them', async () => {
  const data = join(folder, 'keys')
  const [first, again] = [
    await run('--data', data, '--name', 'w.example/1', '--print-keys'),
    await run('--data', data, '--name', 'w.example/1', '--print-keys')
  ]
  assert.match(first.out, /^w\.example\/1\+[0-9a-f]{8}\+B[\w+/=]+\nw\.example\/1\/mirror\+[0-9a-f]{8}\+A[\w+/=]+\n$/)
  assert.deepEqual(again, first)
  assert.equal(first.code, 0)
  const key = readFileSync(join(data, 'witness.key'), 'utf8')
  writeFileSync(join(data, 'witness.key'), key.replace(/\+[0-9a-f]{8}\+/, '+00000000+'))
  const damaged = await run('--data', data, '--name', 'w.example/1', '--print-keys')
  assert.deepEqual([damaged.code, /is damaged/.test(damaged.err)], [1, true])
})

test('a command line that cannot be followed is said and does nothing', async () => {
  const data = join(folder, 'never')
  for (const args of [
    [],
    ['--data', data],
    ['--data', data, '--name', 'with space', '--print-keys'],
    ['--data', data, '--name', 'w.example/1'],
    ['--data', data, '--name', 'w.example/1', '--log', 'nonsense'],
    ['--data', data, '--name', 'w.example/1', '--policy', join(folder, 'missing')],
    ['--data', data, '--name', 'w.example/1', '--port', 'x', '--print-keys'],
    ['--unknown']
  ]) {
    const { code, out, err } = await run(...args)
    assert.deepEqual([code, out], [2, ''], args.join(' '))
    assert.match(err, /parley-witness follows logs/)
  }
  assert.equal(existsSync(data), false)
  assert.equal((await run('--help')).code, 0)
})

test('the logs of a policy file are followed', async () => {
  const log = await startLog('by policy')
  openPerson(log)
  const policy = join(folder, 'policy')
  writeFileSync(policy, `log ${formatVerifierKey(log.log.key)} http://localhost:1/log\nquorum none\n`)
  const witness = await startWitnessProcess([], { more: ['--policy', policy] })
  try {
    assert.equal((await post(witness.url, await submissionOf(log, 0))).status, 200)
  } finally {
    await witness.close()
  }
})
