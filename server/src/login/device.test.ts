// Logging in on a device without a browser (RFC 8628): a person enters its code elsewhere, and consents as always.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as client from 'openid-client'
import { TestAuthenticator } from '@parley/world/test-authenticator.ts'
import { TestBrowser } from '@parley/world/test-browser.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { askOnce, enterCode, startTestDevice, waitAMinute } from '@parley/world/test-device.ts'
import { browserOf, openTestApp, type Ask, type TestApp } from '@parley/world/test-login.ts'
import { postForm } from '@parley/world/test-oauth.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { addTestPasskey, signConsent } from '@parley/world/test-signing.ts'

let parley: TestPlatform
let tv: TestApp
let [ana, ben] = [] as unknown as [TestPerson, TestPerson]
let withBen: string
const rights: Ask = { scope: 'openid profile offline_access', details: [{ actions: ['read', 'write'] }] }
const pending = { error: 'authorization_pending' }

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  const registered = await registerTestClient(parley, {
    clientId: 'telly',
    name: 'Telly',
    isPublic: true,
    isDevice: true,
    redirectUris: []
  })
  tv = await openTestApp(parley, registered)
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  withBen = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => parley.close())

const ticked = () => ({ tick: { action: ['read'], conversation: [withBen] } })
const allow = async (ask: Ask = rights, person = ana) => {
  const device = await startTestDevice(tv, ask)
  const browser = browserOf(parley, person)
  await enterCode(browser, device)
  return { device, browser, seen: await browser.click('Allow', ticked()) }
}

test('a person enters the code, signs in, narrows what is asked, and the device gets exactly that', async () => {
  const device = await startTestDevice(tv, rights)
  assert.match(device.user_code, /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
  assert.deepEqual([device.expires_in, device.interval], [600, 5])
  assert.equal(device.verification_uri, `${parley.url}/device`)
  await assert.rejects(askOnce(tv, device), pending)

  const browser = new TestBrowser(parley.url)
  const { text } = await browser.open(device.verification_uri)
  assert.match(text, /Did somebody send you this code/)
  const compare = await browser.click('Continue', {
    text: { user_code: ` ${device.user_code.toLowerCase().replace('-', '')}` }
  })
  assert.match(compare.text, new RegExp(`Is this the code on your device\\? ${device.user_code} .*Telly.*Test Works`))
  const signIn = await browser.click('Yes, continue')
  assert.match(signIn.text, /Sign in to Parley to go on to Telly on your device/)
  browser.addCookie(ana.cookie)
  const consent = await browser.open(signIn.url)
  assert.match(consent.text, /What you allow here is for Telly on that device/)
  const done = await browser.click('Allow', ticked())
  assert.match(done.text, /Your device is connected You can go back to your TV/)

  await waitAMinute(parley)
  const tokens = await askOnce(tv, device)
  assert.equal(tokens.token_type, 'dpop')
  assert.ok(tokens.refresh_token)
  assert.equal(tokens.claims()?.['name'], 'Ana')
  const [detail] = tokens['authorization_details'] as unknown as { grant: string; actions: string[] }[]
  assert.deepEqual(detail!.actions, ['read'])
  const [kept] = await parley.sql<{ text: string; version: string }[]>`
    select text, version from grants.consent where grant_id = ${detail!.grant}`
  assert.match(kept!.text, /You entered a code from a device/)
  assert.equal(kept!.version, '3')
  await assert.rejects(askOnce(tv, device), { error: 'invalid_grant' })
})

test('the pages stand alone: no frame, no foreign address, nothing kept by caches', async () => {
  const device = await startTestDevice(tv, rights)
  const browser = browserOf(parley, ana)
  const forged = `${device.verification_uri_complete}&redirect_uri=https://evil.example/`
  for (const at of [forged, device.verification_uri]) {
    const { headers, body, status } = await browser.open(at)
    assert.equal(status, 200)
    const policy = headers.get('content-security-policy')!
    assert.match(policy, /default-src 'none'.*form-action 'self';.*frame-ancestors 'none'/)
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal(headers.get('x-frame-options'), 'DENY')
    assert.doesNotMatch(body, /<script/)
  }
})

test('cancel at the code and Deny at the consent page both tell the device', async () => {
  for (const ways of [['No, cancel'], ['Yes, continue', 'Deny']]) {
    const device = await startTestDevice(tv, rights)
    const browser = browserOf(parley, ana)
    await browser.open(device.verification_uri_complete!)
    for (const button of ways) await browser.click(button)
    assert.match(browser.seen!.text, /Nothing was allowed/)
    await assert.rejects(askOnce(tv, device), { error: 'access_denied' })
    await browser.open(device.verification_uri_complete!)
    assert.match(browser.seen!.text, /This code was refused/)
  }
})

test('whoever cancels at the sign-in page tells the device, too', async () => {
  const device = await startTestDevice(tv)
  const browser = new TestBrowser(parley.url)
  await enterCode(browser, device)
  assert.match((await browser.click('Cancel')).text, /Nothing was allowed/)
  await assert.rejects(askOnce(tv, device), { error: 'access_denied' })
})

test('a device asks each time, also for a login that the person agreed to before', async () => {
  for (let times = 0; times < 2; times++) {
    const device = await startTestDevice(tv)
    const browser = browserOf(parley, ana)
    const { text } = await enterCode(browser, device)
    assert.match(text, /Log in to Telly\?.*You entered a code from a device/)
    assert.match((await browser.click('Log in')).text, /connected/)
    const tokens = await askOnce(tv, device)
    assert.equal(tokens['authorization_details'], undefined)
    assert.equal(tokens.claims()?.['name'], 'Ana')
  }
})

test('"Log in only" gives the device no right', async () => {
  const device = await startTestDevice(tv, rights)
  const browser = browserOf(parley, ana)
  await enterCode(browser, device)
  await browser.click('Log in only')
  assert.equal((await askOnce(tv, device))['authorization_details'], undefined)
})

test('each consent is one grant, and the one before ends with it', async () => {
  const [first, second] = [await allow(), await allow()]
  await assert.rejects(askOnce(tv, first.device), { error: 'invalid_grant' })
  const [detail] = (await askOnce(tv, second.device))['authorization_details'] as unknown as { grant: string }[]
  const live = (await ana.get('/api/grants')).body.items.filter((grant: { ended?: object }) => !grant.ended)
  assert.deepEqual(
    live.map(({ id }: { id: string }) => id),
    [detail!.grant]
  )
})

test('a permission that is revoked before the device asks gives nothing, and afterwards no refresh', async () => {
  const early = await allow()
  const grants = (await ana.get('/api/grants')).body.items
  await ana.post(`/api/grants/${grants[0].id}/revoke`)
  await assert.rejects(askOnce(tv, early.device), { error: 'invalid_grant' })

  const { device } = await allow()
  const tokens = await askOnce(tv, device)
  const [detail] = tokens['authorization_details'] as unknown as { grant: string }[]
  await ana.post(`/api/grants/${detail!.grant}/revoke`)
  await assert.rejects(client.refreshTokenGrant(tv.config, tokens.refresh_token!, {}, { DPoP: tv.dpop }), {
    error: 'invalid_grant'
  })
})

test('without a proof the device learns it before its code is spent, and its tokens are bound to the key', async () => {
  const { device } = await allow()
  const bare = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: 'telly' }
  const answer = await postForm(parley, '/oauth/token', { ...bare, device_code: device.device_code })
  assert.equal(((await answer.json()) as { error: string }).error, 'invalid_dpop_proof')
  await waitAMinute(parley)
  const tokens = await askOnce(tv, device)
  const foreign = client.getDPoPHandle(tv.config, await client.randomDPoPKeyPair('ES256'))
  const refresh = (proof: client.DPoPHandle) =>
    client.refreshTokenGrant(tv.config, tokens.refresh_token!, {}, { DPoP: proof })
  await assert.rejects(refresh(foreign), { error: 'invalid_grant' })
  assert.ok((await refresh(tv.dpop)).access_token)
})

test('a passkey signs what goes to a device', async () => {
  const key = new TestAuthenticator(parley.url)
  await addTestPasskey(ben, key)
  const device = await startTestDevice(tv, rights)
  const browser = browserOf(parley, ben)
  await enterCode(browser, device)
  const { action } = browser.form('Allow')
  const body = browser.bodyOf('Allow', ticked())
  const signed = await signConsent({ url: parley.url, browser, started: undefined as never, path: action, body }, key)
  const seen = await browser.open(action, { method: 'POST', body: signed, headers: { origin: parley.url } })
  assert.match(seen.text, /connected/)
  const [detail] = (await askOnce(tv, device))['authorization_details'] as unknown as { grant: string }[]
  const [kept] = await parley.sql`select signature from grants.consent where grant_id = ${detail!.grant}`
  assert.ok(kept!['signature'])
})

test('only apps registered for devices may use the flow, and those without pages use no other', async () => {
  const forum = await openTestApp(parley, await registerTestClient(parley, { clientId: 'forum' }))
  await assert.rejects(startTestDevice(forum), { error: 'invalid_request' })
  const foreign = await startTestDevice(tv)
  await assert.rejects(askOnce(forum, foreign))
  const url = new URL('/oauth/authorize?client_id=telly&response_type=code&scope=openid', parley.url)
  url.searchParams.set('redirect_uri', 'https://app.example/callback')
  assert.match((await browserOf(parley, ana).open(url)).text, /cannot go on/)
  await assert.rejects(startTestDevice(tv, { details: [{ actions: ['fly' as never] }] }), {
    error: 'invalid_authorization_details'
  })
})

test('a stock client waits for the person', async () => {
  const device = await startTestDevice(tv, rights)
  const waiting = client.pollDeviceAuthorizationGrant(tv.config, device, undefined, { DPoP: tv.dpop })
  const browser = browserOf(parley, ana)
  await enterCode(browser, device)
  await browser.click('Allow', ticked())
  assert.ok((await waiting).refresh_token)
})
