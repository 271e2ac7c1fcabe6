// Authorization requests that are nearly right: redirect URIs, PKCE, response modes, authorization details.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { browserOf, openTestApp, startTestLogin, type TestApp } from '@parley/world/test-login.ts'
import { basicOf, postForm } from '@parley/world/test-oauth.ts'
import { signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let tunes: TestClient
let app: TestApp
let ana: TestPerson
let spa: TestClient

before(async () => {
  parley = await startTestPlatform({ limitFactor: 100 })
  tunes = await registerTestClient(parley, { clientId: 'tunes' })
  spa = await registerTestClient(parley, { clientId: 'spa', isPublic: true, redirectUris: ['https://spa.example/cb'] })
  app = await openTestApp(parley, tunes)
  ana = await signUpPerson(parley, 'ana')
})
after(() => parley.close())

test('a redirect URI that is nearly right is refused on our own page', async () => {
  const base = 'https://app.example/callback'
  const near = [
    `${base}/`,
    `${base}?x=1`,
    `${base}#f`,
    'https://app.example/callback/../evil',
    'https://app.example:8443/callback',
    'http://app.example/callback',
    'https://APP.example/callback2',
    'https://app.example.evil.example/callback',
    'https://app.example@evil.example/callback',
    'https://evil.example/callback',
    'javascript:alert(1)',
    '//app.example/callback',
    'https://app.example/%63allback',
    'https://app.example/Callback',
    ' https://app.example/callback'
  ]
  for (const uri of near) {
    const url = new URL((await startTestLogin(app)).url)
    url.searchParams.set('redirect_uri', uri)
    const seen = await browserOf(parley, ana).open(url)
    assert.equal(seen.url.origin, parley.url, uri)
    assert.match(seen.text, /cannot go on/, uri)
  }
  const missing = new URL((await startTestLogin(app)).url)
  missing.searchParams.delete('redirect_uri')
  assert.match((await browserOf(parley, ana).open(missing)).text, /cannot go on/)
})

test("a program on a person's machine may take any port of loopback, nobody else may", async () => {
  const cli = await openTestApp(
    parley,
    await registerTestClient(parley, { clientId: 'cli', isPublic: true, redirectUris: ['http://127.0.0.1/cb'] })
  )
  const url = new URL((await startTestLogin(cli)).url)
  url.searchParams.set('redirect_uri', 'http://127.0.0.1:53123/cb')
  assert.match((await browserOf(parley, ana).open(url)).text, /Log in to Cli\?/)
  url.searchParams.set('redirect_uri', 'http://127.0.0.1:53123/other')
  assert.match((await browserOf(parley, ana).open(url)).text, /cannot go on/)
})

test('PKCE: wanted of public apps and for rights, S256 only, and the verifier must fit', async () => {
  const publicApp = await openTestApp(parley, spa)
  const cases: [TestApp, Record<string, string | null>][] = [
    [publicApp, { code_challenge: null, code_challenge_method: null }],
    [publicApp, { code_challenge_method: 'plain' }],
    [publicApp, { code_challenge_method: null }],
    [publicApp, { code_challenge: 'short' }],
    [app, { code_challenge: null, code_challenge_method: null, scope: 'openid messages.read' }]
  ]
  for (const [of, changes] of cases) {
    const url = new URL((await startTestLogin(of)).url)
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) url.searchParams.delete(name)
      else url.searchParams.set(name, value)
    }
    const seen = await browserOf(parley, ana).open(url)
    assert.equal(seen.url.searchParams.get('error'), 'invalid_request', JSON.stringify(changes))
  }
  const browser = browserOf(parley, ana)
  const started = await startTestLogin(publicApp)
  await browser.open(started.url)
  const back = await browser.click('Log in')
  const code = back.url.searchParams.get('code')!
  for (const verifier of [undefined, '', 'x'.repeat(43)]) {
    const answer = await postForm(parley, '/oauth/token', {
      grant_type: 'authorization_code',
      code,
      client_id: 'spa',
      redirect_uri: spa.redirectUri,
      ...(verifier !== undefined && { code_verifier: verifier })
    })
    assert.equal(((await answer.json()) as { error: string }).error, 'invalid_grant')
  }
})

test('codes come back in the query and in no other way, with iss', async () => {
  for (const mode of ['fragment', 'form_post', 'web_message', 'jwt']) {
    const url = new URL((await startTestLogin(app)).url)
    url.searchParams.set('response_mode', mode)
    const seen = await browserOf(parley, ana).open(url)
    assert.ok(!seen.url.href.includes('code='), mode)
  }
  for (const type of ['token', 'id_token', 'code id_token', 'code token', 'none']) {
    const url = new URL((await startTestLogin(app)).url)
    url.searchParams.set('response_type', type)
    assert.ok(!(await browserOf(parley, ana).open(url)).url.href.includes('token='), type)
  }
  const refused = new URL((await startTestLogin(app)).url)
  refused.searchParams.set('scope', 'openid\u0001')
  assert.equal((await browserOf(parley, ana).open(refused)).url.searchParams.get('iss'), parley.url)
})

test('bad authorization details are refused with their reason', async () => {
  const bad = [
    '[{"type":"other"}]',
    '[{"type":"parley_messages"}]',
    '[{"type":"parley_messages","actions":["read"],"extra":1}]',
    '[{"type":"parley_messages","actions":["steal"]}]',
    '[{"type":"parley_messages","actions":["read","read"]}]',
    '[{"type":"parley_messages","actions":[]}]',
    '[{"type":"parley_messages","actions":["read"],"conversations":["x"]}]',
    '[{"type":"__proto__","actions":["read"]}]',
    '[{"type":"constructor"}]',
    '{}',
    '[1]',
    'null',
    '[',
    `${'['.repeat(3000)}${']'.repeat(3000)}`,
    '[{"type":"parley_messages","actions":["read"],"until":"forever"}]'
  ]
  for (const details of bad) {
    const answer = await postForm(
      parley,
      '/oauth/par',
      {
        response_type: 'code',
        redirect_uri: tunes.redirectUri,
        scope: 'openid',
        client_id: 'tunes',
        authorization_details: details,
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256'
      },
      { authorization: basicOf(tunes) }
    )
    assert.equal(
      ((await answer.json()) as { error: string }).error,
      'invalid_authorization_details',
      details.slice(0, 80)
    )
  }
  const loginOnly = await registerTestClient(parley, { clientId: 'door', loginOnly: true })
  for (const more of [
    { authorization_details: '[{"type":"parley_messages","actions":["read"]}]' },
    { scope: 'openid messages.read' }
  ] as Record<string, string>[]) {
    const answer = await postForm(
      parley,
      '/oauth/par',
      {
        response_type: 'code',
        redirect_uri: loginOnly.redirectUri,
        scope: 'openid',
        client_id: 'door',
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256',
        ...more
      },
      { authorization: basicOf(loginOnly) }
    )
    assert.equal(answer.status, 400)
  }
  const resource = await postForm(
    parley,
    '/oauth/par',
    {
      response_type: 'code',
      redirect_uri: tunes.redirectUri,
      scope: 'openid',
      client_id: 'tunes',
      resource: 'https://other.example'
    },
    { authorization: basicOf(tunes) }
  )
  assert.equal(((await resource.json()) as { error: string }).error, 'invalid_target')
})
