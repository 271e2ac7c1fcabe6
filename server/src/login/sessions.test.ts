// Who is logged in: the provider follows the platform's own session, and prompts and max_age mean what they say.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestBrowser } from '@parley/world/test-browser.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import {
  browserOf,
  finishTestLogin,
  openTestApp,
  startTestLogin,
  type Ask,
  type TestApp
} from '@parley/world/test-login.ts'
import { signUpPerson, testPassword, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import * as client from 'openid-client'

let parley: TestPlatform
let app: TestApp
let ana: TestPerson
let ben: TestPerson

before(async () => {
  parley = await startTestPlatform({ limitFactor: 100 })
  const registered = await registerTestClient(parley, {
    clientId: 'shop',
    postLogoutRedirectUris: ['https://app.example/bye']
  })
  app = await openTestApp(parley, registered)
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
})
after(() => parley.close())

/** A browser in which the person has logged in to the app once. */
const loggedIn = async (person: TestPerson): Promise<TestBrowser> => {
  const browser = browserOf(parley, person)
  await browser.open((await startTestLogin(app)).url)
  if (browser.seen?.forms.length) await browser.click('Log in')
  assert.ok(browser.seen?.url.searchParams.has('code'), browser.seen?.text)
  return browser
}

const go = async (browser: TestBrowser, more: Ask['more'] = {}) => {
  const started = await startTestLogin(app, { more })
  const seen = await browser.open(started.url)
  return { started, seen, error: seen.url.searchParams.get('error') }
}

const signIn = (browser: TestBrowser, handle: string) =>
  browser.click('Sign in', { text: { handle, password: testPassword } })

test('a person who is signed in on the platform is not asked to sign in again', async () => {
  const browser = browserOf(parley, ana)
  assert.match((await go(browser)).seen.text, /Log in to Shop\? .* You are Ana/)
})

test('prompt=none answers at once: a code, login_required or consent_required', async () => {
  assert.equal((await go(browserOf(parley, ben), { prompt: 'none' })).error, 'consent_required')
  assert.ok((await go(await loggedIn(ana), { prompt: 'none' })).seen.url.searchParams.has('code'))
  await parley.sql`delete from people.session where person_id = ${ben.id}`
  const out = browserOf(parley, ben)
  assert.equal((await go(out, { prompt: 'none' })).error, 'login_required')
})

test('prompt=login and an old sign-in with max_age ask for the password again, and the auth_time is the new one', async () => {
  const browser = await loggedIn(await signUpPerson(parley, 'max'))
  for (const more of [{ prompt: 'login' }, { max_age: '1' }] as Ask['more'][]) {
    await sleep(2100)
    const { started, seen } = await go(browser, more)
    assert.match(seen.text, /Sign in to Parley/)
    const before = Math.floor(Date.now() / 1000)
    await signIn(browser, 'max')
    const tokens = await finishTestLogin(app, started, browser.seen!)
    const { auth_time: at, iat } = tokens.claims()!
    assert.ok(more?.['max_age'] === undefined || ((at ?? 0) >= before && at! <= iat))
  }
})

test('prompt=consent shows the page again', async () => {
  const { seen } = await go(await loggedIn(ana), { prompt: 'consent' })
  assert.match(seen.text, /Log in to Shop\?/)
})

test('prompt=select_account offers to go on or to sign in as somebody else', async () => {
  const cara = await signUpPerson(parley, 'cara')
  const browser = await loggedIn(cara)
  const first = await go(browser, { prompt: 'select_account' })
  assert.match(first.seen.text, /Go on as Cara/)
  await browser.click('Go on as Cara')
  assert.ok(browser.seen?.url.searchParams.has('code'), browser.seen?.text)
  const { started } = await go(browser, { prompt: 'select_account' })
  await signIn(browser, 'ana')
  const sub = (await finishTestLogin(app, started, browser.seen!)).claims()!.sub
  const other = await go(browser)
  assert.equal((await finishTestLogin(app, other.started, other.seen)).claims()!.sub, sub)
})

test('signing out of the platform ends the login: the next one asks who it is', async () => {
  const dan = await signUpPerson(parley, 'dan')
  const browser = await loggedIn(dan)
  await dan.post('/api/sign-out')
  assert.match((await go(browser)).seen.text, /Sign in to Parley/)
})

test('when somebody else signs in on the platform in that browser, apps learn of them and not of the one before', async () => {
  const eve = await signUpPerson(parley, 'eve')
  const browser = await loggedIn(eve)
  const first = await go(browser)
  const eveSub = (await finishTestLogin(app, first.started, first.seen)).claims()!.sub
  browser.addCookie((await signUpPerson(parley, 'fay')).cookie)
  const second = await go(browser)
  assert.match(second.seen.text, /You are Fay/)
  await browser.click('Log in')
  assert.notEqual((await finishTestLogin(app, second.started, browser.seen!)).claims()!.sub, eveSub)
})

test('somebody else who signs in on the sign-in page is who the app gets', async () => {
  const gus = await signUpPerson(parley, 'gus')
  const browser = await loggedIn(gus)
  const { started } = await go(browser, { prompt: 'login' })
  await signIn(browser, 'ana')
  assert.ok(browser.seen?.url.searchParams.has('code'), browser.seen?.text)
  assert.equal((await finishTestLogin(app, started, browser.seen!)).claims()!['name'], 'Ana')
})

test('an app can log a person out, who decides whether that ends the platform session too', async () => {
  const hal = await signUpPerson(parley, 'hal')
  const browser = await loggedIn(hal)
  const { started, seen } = await go(browser)
  const tokens = await finishTestLogin(app, started, seen)
  const end = client.buildEndSessionUrl(app.config, {
    post_logout_redirect_uri: 'https://app.example/bye',
    id_token_hint: tokens.id_token!,
    state: 's'
  })
  assert.match((await browser.open(end)).text, /Sign out of Parley too\?/)
  assert.equal((await browser.click('Stay signed in')).url.href, 'https://app.example/bye?state=s')
  assert.equal((await hal.get('/api/me')).status, 200)
  await browser.open(end)
  assert.equal((await browser.click('Sign out of Parley')).url.href, 'https://app.example/bye?state=s')
  assert.equal((await hal.get('/api/me')).status, 401)
  assert.match((await go(browser)).seen.text, /Sign in to Parley/)
})

test('an app that wants to send people to an unregistered address after logging out is refused', async () => {
  const end = client.buildEndSessionUrl(app.config, {
    post_logout_redirect_uri: 'https://evil.example/',
    client_id: 'shop'
  })
  assert.match((await browserOf(parley, ana).open(end)).text, /cannot go on/)
})

test('two apps know one person by two names, one app by one', async () => {
  const films = await openTestApp(parley, await registerTestClient(parley, { clientId: 'films' }))
  const subs = []
  for (const each of [app, films, app]) {
    const browser = browserOf(parley, ana)
    const started = await startTestLogin(each)
    await browser.open(started.url)
    if (browser.seen?.forms.length) await browser.click('Log in')
    subs.push((await finishTestLogin(each, started, browser.seen!)).claims()!.sub)
  }
  assert.equal(subs[0], subs[2])
  assert.notEqual(subs[0], subs[1])
})

test('a closed account and a suspended app end logins and their tokens', async () => {
  const ida = await signUpPerson(parley, 'ida')
  const browser = await loggedIn(ida)
  const started = await startTestLogin(app, { scope: 'openid offline_access', more: { prompt: 'consent' } })
  await browser.open(started.url)
  const tokens = await finishTestLogin(app, started, await browser.click('Log in'))
  await parley.sql`update grants.app set suspended_at = now() where client_id = 'shop'`
  await assert.rejects(client.refreshTokenGrant(app.config, tokens.refresh_token!), { status: 401 })
  assert.match((await browser.open(started.url)).text, /cannot go on/)
  await parley.sql`update grants.app set suspended_at = null where client_id = 'shop'`
  await parley.sql`update people.person set closed_at = now() where id = ${ida.id}`
  await assert.rejects(client.refreshTokenGrant(app.config, tokens.refresh_token!), { error: 'invalid_grant' })
  assert.equal((await client.tokenIntrospection(app.config, tokens.access_token)).active, false)
})
