// Tests of logging in on a device, with a real platform: waiting, restarts, and each way in which it ends.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { registerTestClient } from '@parley/world/test-client.ts'
import { enterCode, waitAMinute } from '@parley/world/test-device.ts'
import { browserOf } from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { nowMs } from '../clock.ts'
import {
  type Ask,
  isDenied,
  isStaleLogin,
  isUnreachable,
  type Kept,
  type KeptDevice,
  memoryStore,
  parleyApp,
  type StartedDevice,
  type Store
} from '../index.ts'

const ask: Ask = { actions: ['read', 'write'], messages: 'own' }

let parley: TestPlatform
let ana: TestPerson
let conversation: string
let store: Store
let sent: string[]

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  await registerTestClient(parley, { clientId: 'telly', isPublic: true, isDevice: true, redirectUris: [] })
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  conversation = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  const texts = new Map<string, string>()
  store = {
    get: async (name) => (texts.has(name) ? (JSON.parse(texts.get(name)!) as Kept) : undefined),
    set: async (name, value) => void texts.set(name, JSON.stringify(value)),
    delete: async (name) => void texts.delete(name)
  }
  sent = []
})
after(() => parley.close())

/** The app as it is after a restart: nothing but its store is left. */
const restarted = (kept: Store = store, send: typeof fetch = fetch) =>
  parleyApp({
    platform: parley.url,
    clientId: 'telly',
    store: kept,
    fetch: (input, init) => {
      sent.push(new URL(input instanceof Request ? input.url : input).pathname)
      return send(input, init)
    }
  })

const asks = () => sent.filter((path) => path === '/oauth/token').length

/** As if the interval had gone. */
const wait = async ({ attempt }: StartedDevice): Promise<void> => {
  const kept = (await store.get(`device:${attempt}`)) as KeptDevice
  await store.set(`device:${attempt}`, { ...kept, askAt: 0 })
  await waitAMinute(parley)
}

const enter = async (started: StartedDevice, button: string) => {
  const browser = browserOf(parley, ana)
  await enterCode(browser, {
    device_code: '',
    user_code: started.userCode,
    verification_uri: started.verificationUri,
    verification_uri_complete: started.verificationUriComplete,
    expires_in: 1
  })
  return browser.click(button, { tick: { action: ['read', 'write'], conversation: [conversation] } })
}

test('a person answers elsewhere, and the device has a session, also after a restart', async () => {
  const started = await restarted().login.startDevice({ ask })
  assert.equal(started.verificationUri, `${parley.url}/device`)
  assert.equal(started.verificationUriComplete, `${parley.url}/device?user_code=${started.userCode}`)
  assert.equal(started.intervalMs, 5000)
  assert.ok(started.expiresAt > nowMs() + 590_000)
  assert.equal(await restarted().login.finishDevice(started), undefined)
  await enter(started, 'Allow')
  await wait(started)
  const session = await restarted().login.finishDevice(started)
  assert.ok(session)
  assert.equal(session.person.name, 'Ana')
  assert.ok(session.may('write'))
  await session.messages.write(conversation, { text: 'From the sofa' })
  const again = await restarted().session(session.id)
  assert.equal((await again!.messages.me()).person.id, session.person.id)
  await assert.rejects(restarted().login.finishDevice(started), isStaleLogin)
})

test('it asks no more often than it may, however often it is called', async () => {
  const started = await restarted().login.startDevice()
  const app = restarted()
  const before = asks()
  const all = await Promise.all(Array.from({ length: 5 }, () => app.login.finishDevice(started)))
  assert.deepEqual(new Set(all), new Set([undefined]))
  assert.equal(await restarted().login.finishDevice(started), undefined)
  assert.equal(asks() - before, 1)
})

test('slow_down makes it wait five seconds longer', async () => {
  const started = await restarted().login.startDevice()
  const app = restarted()
  await app.login.finishDevice(started)
  const kept = (await store.get(`device:${started.attempt}`)) as KeptDevice
  await store.set(`device:${started.attempt}`, { ...kept, askAt: 0 })
  assert.equal(await app.login.finishDevice(started), undefined)
  const slower = (await store.get(`device:${started.attempt}`)) as KeptDevice
  assert.equal(slower.intervalMs, 10_000)
  assert.ok(slower.askAt > nowMs() + 9000)
})

test('"Log in only" and "Deny" are told apart', async () => {
  const only = await restarted().login.startDevice({ ask })
  await enter(only, 'Log in only')
  assert.equal((await restarted().login.finishDevice(only))?.permission, undefined)

  const denied = await restarted().login.startDevice({ ask })
  await enter(denied, 'Deny')
  await assert.rejects(restarted().login.finishDevice(denied), isDenied)
  await assert.rejects(restarted().login.finishDevice(denied), isStaleLogin)
})

test('a code that ran out, one that was used and one that never was are stale', async () => {
  const old = await restarted().login.startDevice()
  await parley.sql`update login.artifact set payload = payload || '{"exp": 1000000000}' where model = 'DeviceCode'`
  await assert.rejects(restarted().login.finishDevice(old), isStaleLogin)

  const used = await restarted().login.startDevice()
  const kept = await store.get(`device:${used.attempt}`)
  await enter(used, 'Log in')
  assert.ok(await restarted().login.finishDevice(used))
  await store.set(`device:${used.attempt}`, kept!)
  await assert.rejects(restarted().login.finishDevice(used), isStaleLogin)
  for (const attempt of [undefined, '', 'made-up'])
    await assert.rejects(restarted().login.finishDevice({ attempt }), isStaleLogin)
})

test('a platform that cannot be reached ends nothing', async () => {
  const started = await restarted().login.startDevice()
  const away: typeof fetch = () => Promise.resolve(new Response('', { status: 502 }))
  await assert.rejects(restarted(store, away).login.finishDevice(started), isUnreachable)
  await enter(started, 'Log in')
  await wait(started)
  assert.ok(await restarted().login.finishDevice(started))
})

test('an app that is not registered for devices is refused', async () => {
  await registerTestClient(parley, { clientId: 'forum', isPublic: true })
  const app = parleyApp({ platform: parley.url, clientId: 'forum', store: memoryStore() })
  await assert.rejects(app.login.startDevice(), { name: 'ParleyRefusal', code: 'invalid_request' })
  await assert.rejects(restarted().login.start(), TypeError)
})
