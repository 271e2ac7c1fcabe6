// What the endpoints and pages give away: to other apps, other sites, and to those who send nonsense.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { browserOf, connectTestApp, openTestApp, startTestLogin, type TestApp } from '@parley/world/test-login.ts'
import { basicOf, postForm } from '@parley/world/test-oauth.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let tunes: TestClient
let app: TestApp
let ana: TestPerson
let withBen: string
let spa: TestClient
let printed = ''

before(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream)
    stream.write = (chunk: string | Uint8Array, ...rest: never[]) => {
      printed += String(chunk)
      return write(chunk, ...rest)
    }
  }
  parley = await startTestPlatform({ limitFactor: 100 })
  tunes = await registerTestClient(parley, { clientId: 'tunes' })
  spa = await registerTestClient(parley, { clientId: 'spa', isPublic: true, redirectUris: ['https://spa.example/cb'] })
  app = await openTestApp(parley, tunes)
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  withBen = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => parley.close())

test('a web page may call the token endpoint only from an origin of its own app', async () => {
  const preflight = (origin: string) =>
    fetch(`${parley.url}/oauth/token`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'dpop' }
    })
  assert.equal(
    (await preflight('https://spa.example')).headers.get('access-control-allow-origin'),
    'https://spa.example'
  )
  for (const origin of ['https://evil.example', 'null', 'https://spa.example.evil.example', 'https://spa.exampl'])
    assert.equal((await preflight(origin)).headers.get('access-control-allow-origin'), null, origin)
  const call = (origin: string) =>
    postForm(
      parley,
      '/oauth/token',
      { grant_type: 'authorization_code', code: 'x', client_id: 'spa', redirect_uri: spa.redirectUri },
      { origin }
    )
  assert.equal((await call('https://spa.example')).headers.get('access-control-allow-origin'), 'https://spa.example')
  // An origin of another app, and of none.
  for (const origin of ['https://app.example', 'https://evil.example'])
    assert.equal((await call(origin)).headers.get('access-control-allow-origin'), null)
})

test('tokens of another app can be neither looked at nor revoked', async () => {
  const films = await registerTestClient(parley, { clientId: 'films' })
  const tokens = await connectTestApp(
    parley,
    ana,
    app,
    { details: [{ actions: ['read'] }], scope: 'openid offline_access', more: { prompt: 'consent' } },
    'Allow',
    { tick: { conversation: [withBen] } }
  )
  const look = async (client: TestClient) =>
    (
      (await (
        await postForm(parley, '/oauth/introspect', { token: tokens.access_token }, { authorization: basicOf(client) })
      ).json()) as { active: boolean }
    ).active
  assert.equal(await look(films), false)
  await postForm(parley, '/oauth/revoke', { token: tokens.refresh_token! }, { authorization: basicOf(films) })
  assert.equal(await look(tunes), true)
  // Revoking the access token ends that one; the refresh token lives until it is revoked itself.
  await postForm(parley, '/oauth/revoke', { token: tokens.access_token }, { authorization: basicOf(tunes) })
  assert.equal(await look(tunes), false)
  const [alive] =
    await parley.sql`select from login.artifact where model = 'RefreshToken' and consumed_at is null and client_id = 'tunes'`
  assert.ok(alive)
})

test('every page of the login is locked down, and nothing of it is stored or told on', async () => {
  const browser = browserOf(parley, ana)
  const consent = await browser.open((await startTestLogin(app, { details: [{ actions: ['read'] }] })).url)
  const signIn = await browserOf(parley, { ...ana, cookie: 'x=y' }).open((await startTestLogin(app)).url)
  const wrong = await browserOf(parley, ana).open('/oauth/authorize?client_id=nobody')
  const gone = await browserOf(parley, ana).open('/oauth/interaction/nothing')
  const logout = await browser.open('/oauth/end')
  for (const { headers, url } of [consent, signIn, wrong, gone, logout]) {
    const policy = headers.get('content-security-policy') ?? ''
    for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "script-src 'self'"])
      assert.ok(policy.includes(rule), `${url.pathname}: ${policy}`)
    assert.ok(!policy.includes('unsafe'))
    assert.equal(headers.get('x-frame-options'), 'DENY')
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.match(headers.get('cache-control') ?? '', /no-store/)
    assert.match(headers.get('referrer-policy') ?? '', /same-origin|no-referrer/)
  }
  assert.match(consent.headers.get('content-security-policy')!, /form-action 'self' https:\/\/app\.example;/)
  const redirect = await browserOf(parley, ana).request((await startTestLogin(app)).url)
  const cookies = redirect.headers.getSetCookie()
  assert.ok(cookies.length > 0)
  for (const cookie of cookies) {
    assert.match(cookie, /httponly/i)
    assert.match(cookie, /samesite=lax/i)
    // HMAC-SHA-256, not the 27 characters of SHA-1.
    if (cookie.includes('.sig=')) assert.match(cookie, /\.sig=[\w-]{43};/)
  }
})

test('bodies that are too large, doubled or of another kind are client errors', async () => {
  const post = (body: string, type = 'application/x-www-form-urlencoded', path = '/oauth/token') =>
    fetch(`${parley.url}${path}`, { method: 'POST', body, headers: { 'content-type': type } })
  for (const path of ['/oauth/token', '/oauth/par', '/oauth/revoke', '/oauth/introspect']) {
    for (const [body, type] of [
      ['x='.padEnd(2_000_000, 'x'), undefined],
      ['{"grant_type":"refresh_token"}', 'application/json'],
      ['grant_type=a&grant_type=b&client_id=tunes', undefined],
      ['', undefined],
      ['%', undefined],
      ['client_id=%00&grant_type=refresh_token', undefined],
      ['client_id=tunes&grant_type=__proto__&client_secret=x', undefined]
    ] as const) {
      const { status } = await post(body, type, path)
      assert.ok(status >= 400 && status < 500, `${path} ${body.slice(0, 40)}: ${status}`)
    }
  }
})

test('the provider prints no warning or notice of a default that was left in place', () => {
  assert.ok(!/oidc-provider (WARNING|NOTICE)/i.test(printed), printed.match(/.*oidc-provider.*/i)?.[0])
})
