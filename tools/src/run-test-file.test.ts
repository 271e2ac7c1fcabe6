// Facts about running one test file: it counts, it fails, it is killed with all it started.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { runTestFile } from './run-test-file.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-runner-'))
after(() => rm(folder, { recursive: true, force: true }))

const run = async (name: string, body: string, limitMs = 20_000) => {
  const path = join(folder, `${name}.test.mjs`)
  await writeFile(path, `import test from 'node:test'\n${body}`)
  return runTestFile({ path, limitMs, env: {}, signal: new AbortController().signal })
}

test('a good file is good and counted', async () => {
  const { good, counts } = await run('good', `test('a', () => {}); test('b', () => {})`)
  assert.ok(good)
  assert.deepEqual([counts.tests, counts.pass, counts.fail], [2, 2, 0])
})

test('a failing test fails its file, and says why', async () => {
  const { good, counts, text } = await run('bad', `test('a', () => { throw new Error('the reason') })`)
  assert.ok(!good)
  assert.equal(counts.fail, 1)
  assert.match(text, /the reason/)
})

test('a file without tests, or that breaks before or after them, fails', async () => {
  assert.match((await run('empty', '')).text, /holds no test|before its tests did/)
  const before = await run('before', `throw new Error('early')`)
  assert.deepEqual([before.good, before.counts.fail], [false, 1])
  const later = await run('later', `test('a', () => {}); process.on('exit', () => { process.exitCode = 7 })`)
  assert.deepEqual([later.good, later.counts.fail], [false, 1])
})

test('a file that hangs is killed with everything it started', async () => {
  const pidFile = join(folder, 'pid')
  const { good, text, counts } = await run(
    'hangs',
    `import { spawn } from 'node:child_process'
    import { writeFileSync } from 'node:fs'
    test('a', async () => {
      const child = spawn('sleep', ['100'])
      writeFileSync(${JSON.stringify(pidFile)}, String(child.pid))
      await new Promise(() => {})
    })`,
    2_000
  )
  assert.ok(!good)
  assert.equal(counts.fail, 1)
  assert.match(text, /still running after 2 s and was killed/)
  const pid = await readFile(pidFile, 'utf8')
  for (let waits = 0; existsSync(`/proc/${pid}/exe`) && waits < 50; waits++) await sleep(20)
  assert.ok(!existsSync(`/proc/${pid}/exe`))
})
