// The codes of devices: who may guess them, how often a device may ask, and that each is used once (RFC 8628 §3.5, §5.1).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { TestBrowser } from '@parley/world/test-browser.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { askOnce, enterCode, startTestDevice, waitAMinute } from '@parley/world/test-device.ts'
import { browserOf, openTestApp, type TestApp } from '@parley/world/test-login.ts'
import { signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let tv: TestApp
let [ana, ben] = [] as unknown as [TestPerson, TestPerson]
before(async () => {
  parley = await startTestPlatform()
  tv = await openTestApp(parley, await registerTestClient(parley, { clientId: 'telly', name: 'Telly', isDevice: true }))
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
})
after(() => parley.close())

const forgetTries = () => parley.sql`delete from base.limit where key like 'device code%'`
const enter = (browser: TestBrowser, code: string) => browser.open(`/device?user_code=${encodeURIComponent(code)}`)
const expire = () => parley.sql`
  update login.artifact set payload = payload || '{"exp": 1000000000}' where model = 'DeviceCode'`

test('a device that asks too soon is slowed down, and its interval grows', async () => {
  const device = await startTestDevice(tv)
  const intervals = async () =>
    (await parley.sql`select poll_seconds from login.artifact where polled_at is not null`)[0]
  await assert.rejects(askOnce(tv, device), { error: 'authorization_pending' })
  await assert.rejects(askOnce(tv, device), { error: 'slow_down' })
  assert.equal((await intervals())!['poll_seconds'], 10)
  await assert.rejects(askOnce(tv, device), { error: 'slow_down' })
  await parley.sql`update login.artifact set polled_at = polled_at - interval '10 seconds' where polled_at is not null`
  await assert.rejects(askOnce(tv, device), { error: 'slow_down' })
  await waitAMinute(parley)
  await assert.rejects(askOnce(tv, device), { error: 'authorization_pending' })
})

test('a code that ran out says so to the device and to the person', async () => {
  const device = await startTestDevice(tv)
  const browser = browserOf(parley, ana)
  await enterCode(browser, device)
  await expire()
  await assert.rejects(askOnce(tv, device), { error: 'expired_token' })
  const seen = await enter(browser, device.user_code)
  assert.equal(seen.status, 410)
  assert.match(seen.text, /This code has expired/)
})

test('what is asked for a device is asked while its code lasts', async () => {
  const device = await startTestDevice(tv)
  const browser = browserOf(parley, ana)
  await enterCode(browser, device)
  const [row] = await parley.sql<{ seconds: number }[]>`
    select extract(epoch from max(expires_at) - now())::int as seconds from login.artifact where model = 'Interaction'`
  assert.ok(row!.seconds <= 600)
})

test('a code is entered once, also by two people at once', async () => {
  const device = await startTestDevice(tv)
  const browsers = [browserOf(parley, ana), browserOf(parley, ben)]
  for (const browser of browsers) await enter(browser, device.user_code)
  const seen = await Promise.all(browsers.map((browser) => browser.click('Yes, continue')))
  const asked = seen.filter(({ text }) => /Log in to Telly\?/.test(text))
  assert.equal(asked.length, 1)
  assert.match(seen.find((one) => !asked.includes(one))!.text, /used already|out of date/)
  assert.match((await enter(new TestBrowser(parley.url), device.user_code)).text, /This code was used already/)
  const winner = browsers[seen.indexOf(asked[0]!)]!
  assert.match((await winner.click('Log in')).text, /connected/)
  const answers = await Promise.allSettled(Array.from({ length: 5 }, () => askOnce(tv, device)))
  assert.ok(answers.filter(({ status }) => status === 'fulfilled').length <= 1)
})

test('a form of another browser does nothing', async () => {
  const device = await startTestDevice(tv)
  const mine = browserOf(parley, ana)
  await enter(mine, device.user_code)
  const body = mine.bodyOf('Yes, continue')
  const victim = browserOf(parley, ben)
  await victim.open('/device')
  const seen = await victim.open('/device', { method: 'POST', body })
  assert.equal(seen.status, 400)
  assert.match(seen.text, /out of date/)
  await waitAMinute(parley)
  await assert.rejects(askOnce(tv, device), { error: 'authorization_pending' })
})

test('nonsense in place of a code is a clear answer', async () => {
  await forgetTries()
  const browser = browserOf(parley, ana)
  for (const code of ['ABCD', '%00', '\u{1F600}', 'x'.repeat(5000), "' or 1=1"]) {
    const { status, text } = await enter(browser, code)
    assert.equal(status, 404)
    assert.match(text, /No device waits with this code/)
  }
  await browser.open('/device')
  const empty = await browser.click('Continue', { text: { user_code: '' } })
  assert.equal(empty.status, 400)
  assert.match(empty.text, /Enter the code that your device shows/)
  assert.equal((await browser.open('/device?user_code=a&user_code=b')).status, 200)
})

test('guessing ends, for an address and for a person, and a right code gives no new tries', async () => {
  await forgetTries()
  const device = await startTestDevice(tv)
  const stranger = new TestBrowser(parley.url)
  for (let tries = 0; tries < 59; tries++) await enter(stranger, 'BBBB-BBBB')
  assert.match((await enter(stranger, device.user_code)).text, /Is this the code/)
  const { status, text, headers } = await enter(stranger, device.user_code)
  assert.equal(status, 429)
  assert.match(text, /Too many codes.*Wait \d+ minutes/)
  assert.match(headers.get('content-security-policy')!, /frame-ancestors 'none'/)
  assert.ok(Number(headers.get('retry-after')) > 0)
  // The form counts as the link does.
  const body = new URLSearchParams({ user_code: device.user_code, confirm: 'yes' })
  assert.equal((await stranger.open('/device', { method: 'POST', body })).status, 429)

  await forgetTries()
  const person = browserOf(parley, ana)
  for (let tries = 0; tries < 30; tries++) await enter(person, 'BBBB-BBBB')
  assert.equal((await enter(person, device.user_code)).status, 429)
  assert.equal((await enter(browserOf(parley, ben), device.user_code)).status, 200)
})

test('no code stands in the database', async () => {
  await forgetTries()
  const device = await startTestDevice(tv)
  await enterCode(browserOf(parley, ana), device)
  const [row] = await parley.sql<{ all: string }[]>`select string_agg(a::text, '') as all from login.artifact a`
  for (const code of [device.device_code, device.user_code, device.user_code.replace('-', '')])
    assert.ok(!row!.all.includes(code))
})
