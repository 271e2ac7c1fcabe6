// The operator's command as a process of its own, beside a running platform.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { registerTestClient } from '@parley/world/test-client.ts'
import { testSecret } from '@parley/world/test-database.ts'
import { signUpPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { findApp } from '../src/grants/find-app.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())

const operator = (...args: string[]): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    const env = { DATABASE_URL: parley.databaseUrl, PARLEY_SECRET: testSecret, PARLEY_URL: parley.url }
    execFile(process.execPath, ['server/src/operator.ts', ...args], { env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code)
      resolve({ code, said: stdout + stderr })
    })
  })

test('an app is suspended and let in again, a person is signed out, and the log is described', async () => {
  await registerTestClient(parley, { clientId: 'tunes' })
  const ana = await signUpPerson(parley, 'ana')
  assert.deepEqual(await operator('suspend', 'tunes', '--because', 'A test'), {
    code: 0,
    said: 'tunes is suspended.\n'
  })
  assert.equal((await findApp(parley.sql, 'tunes'))?.suspended, true)
  assert.match((await operator('restore', 'tunes', '--because', 'A test')).said, /tunes is let in again/)
  assert.equal((await findApp(parley.sql, 'tunes'))?.suspended, false)
  assert.match((await operator('sign-out', 'ana', '--because', 'A test')).said, /that ended: 1\./)
  assert.equal((await ana.get('/api/me')).status, 401)
  assert.match((await operator('log')).said, /^log: localhost:\d+\/log1\nkey: .*\nsize: \d+, at .*\nwaiting: \d+/)
})

test('without a reason, for nobody, and for what is not there, nothing is done', async () => {
  for (const args of [[], ['suspend', 'tunes'], ['toString', 'tunes', '--because', 'x'], ['log', 'tunes']])
    assert.equal((await operator(...args)).code, 2)
  assert.deepEqual(await operator('suspend', 'nothing', '--because', 'A test'), {
    code: 1,
    said: 'Not done: There is no app nothing\n'
  })
  assert.equal((await operator('sign-out', 'nobody', '--because', 'A test')).code, 1)
  assert.equal((await findApp(parley.sql, 'tunes'))?.suspended, false)
})
