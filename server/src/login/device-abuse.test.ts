// What must not come of a device's code (RFC 8628 §5): foreign hands, other people, things that ended meanwhile.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import * as client from 'openid-client'
import { TestBrowser } from '@parley/world/test-browser.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { askOnce, enterCode, startTestDevice, waitAMinute } from '@parley/world/test-device.ts'
import { browserOf, openTestApp, type Ask, type TestApp } from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let [tv, radio] = [] as unknown as [TestApp, TestApp]
let [ana, ben] = [] as unknown as [TestPerson, TestPerson]
let withBen: string
const rights: Ask = { scope: 'openid profile offline_access', details: [{ actions: ['read'] }] }
const pending = { error: 'authorization_pending' }
const gone = { error: 'invalid_grant' }

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  const open = async (clientId: string, name: string) =>
    openTestApp(parley, await registerTestClient(parley, { clientId, name, isDevice: true }))
  tv = await open('telly', 'Telly')
  radio = await open('radio', '<img src=x onerror=alert(1)> "Radio"')
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  withBen = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => parley.close())

const ticked = () => ({ tick: { action: ['read'], conversation: [withBen] } })
const allow = async (person = ana) => {
  const device = await startTestDevice(tv, rights)
  const browser = browserOf(parley, person)
  await enterCode(browser, device)
  assert.match((await browser.click('Allow', ticked())).text, /connected/)
  return device
}
const grantOf = async (id: string) => (await ana.get(`/api/grants/${id}`)).body

test('a code that is asked about again after its tokens were given ends them, and its person is told', async () => {
  const device = await allow()
  const tokens = await askOnce(tv, device)
  const [detail] = tokens['authorization_details'] as unknown as { grant: string }[]
  await waitAMinute(parley)
  await assert.rejects(askOnce(tv, device), gone)
  assert.equal((await client.tokenIntrospection(tv.config, tokens.access_token)).active, false)
  await assert.rejects(client.refreshTokenGrant(tv.config, tokens.refresh_token!, {}, { DPoP: tv.dpop }), gone)
  let ended: { because: string } | undefined
  for (let tries = 0; !ended && tries < 100; tries++) {
    await sleep(50)
    ;({ ended } = await grantOf(detail!.grant))
  }
  assert.equal(ended?.because, 'compromised')
})

test('of ten devices that ask at once with one code, at most one gets tokens', async () => {
  const device = await allow()
  const answers = await Promise.allSettled(Array.from({ length: 10 }, () => askOnce(tv, device)))
  assert.ok(answers.filter(({ status }) => status === 'fulfilled').length <= 1)
})

test('the code of one app is worth nothing to another, and stays good for its own', async () => {
  const device = await allow()
  await assert.rejects(askOnce(radio, device), gone)
  await waitAMinute(parley)
  assert.ok((await askOnce(tv, device)).access_token)
})

test('what the person sees and enters is text, whatever an app is called', async () => {
  const device = await startTestDevice(radio, rights)
  const browser = browserOf(parley, ana)
  const wrong = await browser.open(`/device?user_code=${encodeURIComponent('"><script>alert(1)</script>')}`)
  assert.doesNotMatch(wrong.body, /<script>alert|"><script/)
  for (const { body, text } of [
    await browser.open(device.verification_uri_complete!),
    await browser.click('Yes, continue'),
    await browser.click('Allow', ticked())
  ]) {
    assert.doesNotMatch(body, /<img src=x/)
    assert.match(text, /<img src=x onerror=alert\(1\)> "Radio"/)
  }
})

test('opening the link that holds the code allows nothing and uses nothing up', async () => {
  const device = await startTestDevice(tv, rights)
  for (const browser of [browserOf(parley, ana), new TestBrowser(parley.url), browserOf(parley, ben)])
    for (let times = 0; times < 3; times++)
      assert.match((await browser.open(device.verification_uri_complete!)).text, /Is this the code/)
  await assert.rejects(askOnce(tv, device), pending)
  const browser = browserOf(parley, ana)
  await enterCode(browser, device)
  assert.match((await browser.click('Allow', ticked())).text, /connected/)
})

test('nobody answers for somebody else: neither whoever has the address of the page, nor who signs in meanwhile', async () => {
  const device = await startTestDevice(tv, rights)
  const browser = browserOf(parley, ana)
  const page = await enterCode(browser, device)
  const { action } = browser.form('Allow')
  const body = browser.bodyOf('Allow', ticked())
  const submit = (at: TestBrowser) => at.open(action, { method: 'POST', body, headers: { origin: parley.url } })
  assert.equal((await browserOf(parley, ben).open(page.url)).status, 409)
  assert.equal((await submit(browserOf(parley, ben))).status, 409)
  browser.addCookie(ben.cookie)
  assert.equal((await submit(browser)).status, 409)
  await assert.rejects(askOnce(tv, device), pending)
})

test('after signing out, the page on the way to a device gives nothing', async () => {
  const cara = await signUpPerson(parley, 'cara')
  const device = await startTestDevice(tv)
  const browser = browserOf(parley, cara)
  await enterCode(browser, device)
  assert.equal((await cara.post('/api/sign-out')).status, 204)
  assert.equal((await browser.click('Log in')).status, 409)
  await assert.rejects(askOnce(tv, device), pending)
})

test('an app that is suspended, and an account that is closed, before the device asks give nothing', async () => {
  const device = await allow()
  const early = await startTestDevice(tv, rights)
  await parley.sql`update grants.app set suspended_at = now() where client_id = 'telly'`
  await assert.rejects(askOnce(tv, device))
  const seen = await browserOf(parley, ana).open(early.verification_uri_complete!)
  assert.equal(seen.status, 400)
  assert.match(seen.text, /cannot be connected/)
  await parley.sql`update grants.app set suspended_at = null where client_id = 'telly'`

  const dora = await signUpPerson(parley, 'dora')
  const hers = await startTestDevice(tv)
  const browser = browserOf(parley, dora)
  await enterCode(browser, hers)
  assert.match((await browser.click('Log in')).text, /connected/)
  await parley.sql`update people.person set closed_at = now() where id = ${dora.id}`
  await assert.rejects(askOnce(tv, hers), gone)
})

test('the page of a device takes no answer that no page has', async () => {
  const device = await startTestDevice(tv, rights)
  const browser = browserOf(parley, ana)
  await browser.open(device.verification_uri_complete!)
  const { action } = browser.form('Yes, continue')
  for (const change of [
    (body: URLSearchParams) => body.delete('xsrf'),
    (body: URLSearchParams) => body.set('xsrf', 'x'),
    (body: URLSearchParams) => body.append('xsrf', body.get('xsrf')!)
  ]) {
    await browser.open(device.verification_uri_complete!)
    const body = browser.bodyOf('Yes, continue')
    change(body)
    const { status } = await browser.open(action, { method: 'POST', body, headers: { origin: parley.url } })
    assert.equal(status, 400)
    await waitAMinute(parley)
    await assert.rejects(askOnce(tv, device), pending)
  }
})
