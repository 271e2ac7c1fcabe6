// The command that registers apps as a process of its own, beside a running platform.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { exportJWK, generateKeyPair } from 'jose'
import { PrivateKeyJwt } from 'openid-client'
import { testSecret } from '@parley/world/test-database.ts'
import { askOnce, enterCode, startTestDevice, waitAMinute } from '@parley/world/test-device.ts'
import { browserOf, openTestApp } from '@parley/world/test-login.ts'
import { signUpPerson } from '@parley/world/test-person.ts'
import { freePort, startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { startServer } from '@parley/world/test-process.ts'
import { findApp } from '../src/grants/find-app.ts'

let parley: TestPlatform
const folder = await mkdtemp(join(tmpdir(), 'parley-register-'))
before(async () => {
  parley = await startTestPlatform()
})
after(async () => {
  await parley.close()
  await rm(folder, { recursive: true })
})

const who = ['--owner', 'Example Ltd', '--purpose', 'To read aloud.', '--purpose-code', 'dpv:RequestedServiceProvision']

const registerAt = (env: NodeJS.ProcessEnv, name: string, ...args: string[]): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    const all = ['server/src/register.ts', '--name', name, ...who, ...args]
    execFile(process.execPath, all, { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr })
    )
  })

const register = (name: string, ...args: string[]): Promise<{ code: number; said: string }> =>
  registerAt({ DATABASE_URL: parley.databaseUrl, PARLEY_SECRET: testSecret, PARLEY_URL: parley.url }, name, ...args)

test('what the command says of a device is all that a device needs to log somebody in', async () => {
  const { code, said } = await register('Kitchen Radio', '--device')
  assert.equal(code, 0, said)
  const [, clientId, secret, page] =
    /^client_id: (\S+)\nclient_secret: (\S+)\nKeep the secret; .*\nissuer: \S+\npeople enter its codes at: (\S+)\n$/.exec(
      said
    ) ?? []
  assert.deepEqual([clientId, page], ['kitchen-radio', `${parley.url}/device`], said)
  const radio = await openTestApp(parley, { id: '', clientId: clientId!, secret: secret!, redirectUri: '' })
  const device = await startTestDevice(radio)
  assert.equal(device.verification_uri, page)
  const browser = browserOf(parley, await signUpPerson(parley, 'ana'))
  await enterCode(browser, device)
  await browser.click('Log in')
  await waitAMinute(parley)
  assert.ok((await askOnce(radio, device)).access_token)
})

test('an app without pages that is no device is told how to register', async () => {
  const { code, said } = await register('Nowhere')
  assert.deepEqual([code, said.includes('--redirect-uri')], [2, true])
})

test('devices do not go together with the FAPI profile, which is said, and such an app gets no code for a device', async () => {
  const path = join(folder, 'key.json')
  const keys = await generateKeyPair('ES256', { extractable: true })
  await writeFile(path, JSON.stringify(await exportJWK(keys.publicKey)))
  const { code, said } = await register('Bank', '--device', '--key-file', path)
  assert.equal(code, 1)
  assert.match(said, /^Not registered: .*fapi2 .* not on devices; register its devices as an app of their own\n$/)
  assert.equal(await findApp(parley.sql, 'bank'), undefined)
  assert.equal((await register('Bank', '--redirect-uri', 'https://bank.example/callback', '--key-file', path)).code, 0)
  const asBank = { id: '', clientId: 'bank', redirectUri: '' }
  const bank = await openTestApp(parley, asBank, 'ES256', PrivateKeyJwt(keys.privateKey))
  await assert.rejects(startTestDevice(bank), { error_description: /device_code is not allowed for this client/ })
})

test('whoever registers where no platform runs is told so; beside one the issuer is its address, though nobody tells its port', async () => {
  // Started as root, PostgreSQL runs as another user, who must get in.
  await chmod(folder, 0o755)
  const data = { PARLEY_DATA: join(folder, 'data') }
  const uri = ['--redirect-uri', 'http://localhost:5000/']
  const alone = await registerAt(data, 'Tunes', ...uri)
  assert.equal(alone.code, 0, alone.said)
  assert.match(alone.said, /^client_id: tunes\nclient_secret: /)
  assert.ok(alone.said.includes(`No platform runs on the folder ${data.PARLEY_DATA}; `), alone.said)
  assert.match(alone.said, /PARLEY_DATA that it was started with/)
  const port = await freePort()
  const platform = await startServer({ ...data, PARLEY_PORT: String(port), PARLEY_LOG_LEVEL: 'error' })
  try {
    const { code, said } = await registerAt(data, 'Beside', ...uri)
    assert.deepEqual([code, /^issuer: (.*)$/m.exec(said)?.[1]], [0, `http://localhost:${port}`], said)
    assert.doesNotMatch(said, /No platform runs/)
  } finally {
    platform.child.kill('SIGTERM')
    await platform.exit
  }
})
