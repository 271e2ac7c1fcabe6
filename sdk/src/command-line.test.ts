// A command line with a real platform: a code once, the same connection afterwards, and nothing left at the end.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { registerTestClient } from '@parley/world/test-client.ts'
import { browserOf } from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { commandLine, type CommandLine } from './command-line.ts'
import { isDenied, type StartedDevice } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'command-line-test-'))
let parley: TestPlatform
let ana: TestPerson
let conversation: string
let line: CommandLine

const open = (): CommandLine => commandLine({ platform: parley.url, clientId: 'line', folder })

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  await registerTestClient(parley, { clientId: 'line', isPublic: true, isDevice: true, redirectUris: [] })
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  conversation = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  line = open()
})
after(async () => {
  await parley.close()
  rmSync(folder, { recursive: true })
})

/** Enters the code and presses a button of the page that follows. */
const enter = async ({ verificationUriComplete }: StartedDevice, button: string): Promise<void> => {
  const browser = browserOf(parley, ana)
  await browser.open(verificationUriComplete)
  await browser.click('Yes, continue')
  await browser.click(button, { tick: { action: ['write'], conversation: [conversation] } })
}

test('whoever entered the code is there at every later start, until the connection ends', async () => {
  assert.equal(await line.session(), undefined)
  const session = await line.logIn({
    ask: { actions: ['write'] },
    show: (started) => void enter(started, 'Allow')
  })
  await line.values.set('place', { after: 'x' })
  const again = open()
  assert.equal((await again.session())?.id, session.id)
  assert.deepEqual(await again.values.get('place'), { after: 'x' })
  await (await again.session())!.messages.write(conversation, { text: 'from the command line' })
  const [grant] = (await ana.get<{ items: { id: string }[] }>('/api/grants')).body.items
  await ana.post(`/api/grants/${grant!.id}/revoke`)
  await assert.rejects((await again.session())!.messages.write(conversation, { text: 'too late' }))
  assert.equal(await again.session(), undefined, 'it is known to be over')
})

test('whoever says no is not logged in, and waiting can be stopped', async () => {
  const show = (started: StartedDevice): void => void enter(started, 'Deny')
  await assert.rejects(line.logIn({ ask: { actions: ['write'] }, show }), isDenied)
  await assert.rejects(line.logIn({ show: () => undefined, signal: AbortSignal.timeout(50) }), /timeout/i)
  assert.equal(await line.session(), undefined)
})

test('logging out gives the permission back and forgets the connection', async () => {
  await line.logIn({ ask: { actions: ['write'] }, show: (started) => void enter(started, 'Allow') })
  assert.equal(await line.logOut(), true)
  type Grant = { ended?: { because: string } }
  const [grant] = (await ana.get<{ items: Grant[] }>('/api/grants')).body.items
  assert.equal(grant?.ended?.because, 'given_back')
  assert.equal(await line.session(), undefined)
  assert.ok(!readdirSync(folder).some((name) => name.startsWith('session')))
  assert.equal(await line.logOut(), true, 'there is none left')
})

test('logging out without Parley says that the permission stays', async () => {
  await line.logIn({ ask: { actions: ['write'] }, show: (started) => void enter(started, 'Allow') })
  const away = commandLine({
    platform: parley.url,
    clientId: 'line',
    folder,
    fetch: () => Promise.reject(new TypeError('away'))
  })
  assert.equal(await away.logOut(), false)
  assert.equal(await line.session(), undefined)
})
