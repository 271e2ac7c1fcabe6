// Tests of the command line: a person enters its code once, and from then on it reads to them.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { commandLine } from '@parley/world/demo-command-line.ts'
import { hearWav } from '@parley/world/hear-wav.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { browserOf } from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

const folder = mkdtempSync(join(tmpdir(), 'voice-cli-test-'))
const home = join(folder, 'home')
const wav = join(folder, 'said.wav')
let parley: TestPlatform
let ana: TestPerson
let ben: TestPerson
let conversation: string

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  await registerTestClient(parley, commandLine)
  ;[ana, ben] = await Promise.all([signUpPerson(parley, 'ana'), signUpPerson(parley, 'ben')])
  await befriend(ana, ben)
  conversation = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(async () => {
  await parley.close()
  rmSync(folder, { recursive: true })
})

/** Runs the command; onLine hears each line as it comes. */
const voice = async (args: string[], onLine: (line: string) => void = () => undefined) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'speak.ts'), ...args], {
    env: { PATH: process.env['PATH'], PARLEY_URL: parley.url, VOICE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let [out, wrong] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
    if (out.endsWith('\n')) onLine(out)
  })
  child.stderr.on('data', (chunk: Buffer) => (wrong += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, out, wrong }
}
const benWrites = (text: string) =>
  ben.post(`/api/conversations/${conversation}/messages`, { clientId: crypto.randomUUID(), text })

test('without words it says how it is used, and asks nobody', async () => {
  const { code, out } = await voice([])
  assert.equal(code, 0)
  assert.match(out, /read my new messages/)
})

test('it shows a code once; then it reads aloud to whoever entered it, into a file', async () => {
  let entered = false
  const { code, out, wrong } = await voice(['--quiet', 'who wrote'], (line) => {
    const [, uri, userCode] = /Open (\S+) and enter the code ([A-Z]{4}-[A-Z]{4})/.exec(line) ?? []
    if (!userCode || entered) return
    entered = true
    const browser = browserOf(parley, ana)
    void (async () => {
      await browser.open(uri!)
      await browser.click('Continue', { text: { user_code: userCode } })
      await browser.click('Yes, continue')
      const tick = { action: ['read', 'write'], conversation: [conversation], messages: ['any'] }
      assert.match((await browser.click('Allow', { tick })).text, /connected/)
    })()
  })
  assert.deepEqual([code, wrong], [0, ''])
  assert.match(out, /Nobody has written anything new/)
  await benWrites('The boat leaves at nine.')
  const read = await voice(['--wav', wav, 'read', 'my', 'new', 'messages'])
  assert.match(read.out, /^Ben wrote: The boat leaves at nine\.\n/)
  assert.doesNotMatch(read.out, /code/)
  const heard = hearWav(readFileSync(wav))
  assert.ok(heard.rms > 500 && heard.seconds > 1)
  assert.match((await voice(['--quiet', 'read my new messages'])).out, /There are no new messages/)
  assert.match((await voice(['--quiet', 'reply I am there'])).out, /Sent to Ben/)
  assert.match((await voice(['--quiet', 'delete that'])).out, /Shall I delete your message to Ben/)
  assert.match((await voice(['--quiet', 'yes'])).out, /not allowed me to delete/)
})

test('it keeps its connection for this user of the machine only, and no message', () => {
  for (const name of readdirSync(home)) {
    assert.equal(statSync(join(home, name)).mode & 0o077, 0, name)
    assert.doesNotMatch(readFileSync(join(home, name), 'utf8'), /boat|I am there/)
  }
  assert.equal(statSync(home).mode & 0o077, 0)
})

test('logging out gives the permission back and leaves nothing', async () => {
  assert.match((await voice(['--log-out'])).out, /given back/)
  const [grant] = (await ana.get<{ items: { ended?: { because: string } }[] }>('/api/grants')).body.items
  assert.equal(grant?.ended?.because, 'given_back')
  assert.deepEqual(
    readdirSync(home).filter((name) => /person|place|session/.test(name)),
    []
  )
})
