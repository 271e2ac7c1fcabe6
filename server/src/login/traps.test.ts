// What a hostile client, host or page tries at the OAuth endpoints.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { request as rawRequest } from 'node:http'
import { after, before, test } from 'node:test'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { browserOf, connectTestApp, openTestApp, startTestLogin, type TestApp } from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let tunes: TestClient
let spa: TestClient
let app: TestApp
let ana: TestPerson
let withBen: string
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

type Answer = { status: number; body: string; headers: Record<string, string | string[] | undefined> }

/** A request with any Host and any target, which fetch does not allow. */
const raw = (path: string, headers: Record<string, string>, method = 'GET', body = ''): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(parley.url)
    const sent = rawRequest(
      {
        hostname,
        port,
        path,
        method,
        headers: { ...headers, ...(body && { 'content-length': Buffer.byteLength(body) }) }
      },
      (answer) => {
        let text = ''
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text, headers: answer.headers }))
      }
    )
    sent.on('error', reject)
    sent.end(body)
  })

const basic = (client: TestClient): string =>
  `Basic ${Buffer.from(`${client.clientId}:${client.secret}`).toString('base64')}`

const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${parley.url}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers })

test('another host is not answered, and forwarded headers do not move the endpoints', async () => {
  const { host } = new URL(parley.url)
  assert.equal((await raw('/.well-known/openid-configuration', { host: 'evil.example' })).status, 421)
  assert.equal(
    (await raw('http://evil.example/.well-known/openid-configuration', { host: 'evil.example' })).status,
    421
  )
  const spoofed = await raw('/.well-known/openid-configuration', {
    host,
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example'
  })
  assert.equal(spoofed.status, 200)
  assert.ok(!spoofed.body.includes('evil'))
  assert.equal((JSON.parse(spoofed.body) as { token_endpoint: string }).token_endpoint, `${parley.url}/oauth/token`)
  const absolute = await raw('http://evil.example/.well-known/openid-configuration', { host })
  assert.ok(!absolute.body.includes('evil'))
})

type Proof = {
  claims?: Record<string, unknown>
  header?: Record<string, unknown>
  alg?: string
  privateInHeader?: boolean
}

const makeProof = async ({ claims, header, alg = 'ES256', privateInHeader }: Proof = {}): Promise<string> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = await exportJWK(privateInHeader ? privateKey : publicKey)
  return new SignJWT({
    htm: 'POST',
    htu: `${parley.url}/oauth/par`,
    iat: Math.floor(Date.now() / 1000),
    jti: crypto.randomUUID(),
    ...claims
  })
    .setProtectedHeader({ alg, typ: 'dpop+jwt', jwk: jwk as JWK, ...header })
    .sign(privateKey)
}

const push = (dpop: string, headers: Record<string, string> = {}) =>
  form(
    '/oauth/par',
    { response_type: 'code', redirect_uri: tunes.redirectUri, scope: 'openid', client_id: 'tunes' },
    { authorization: basic(tunes), dpop, ...headers }
  )

test('a DPoP proof is taken only when all of it is right', async () => {
  const seconds = Math.floor(Date.now() / 1000)
  const good = await makeProof()
  assert.equal((await push(good)).status, 201)
  const [head, body, signature] = (await makeProof()).split('.') as [string, string, string]
  const bad: Record<string, string> = {
    'used before': good,
    'for another host': await makeProof({ claims: { htu: 'http://evil.example/oauth/par' } }),
    'for https': await makeProof({ claims: { htu: `${parley.url.replace('http:', 'https:')}/oauth/par` } }),
    'for another endpoint': await makeProof({ claims: { htu: `${parley.url}/oauth/token` } }),
    'htu not an address': await makeProof({ claims: { htu: '/oauth/par' } }),
    'htu a number': await makeProof({ claims: { htu: 1 } }),
    'for another method': await makeProof({ claims: { htm: 'GET' } }),
    'method in small letters': await makeProof({ claims: { htm: 'post' } }),
    'no htm': await makeProof({ claims: { htm: undefined } }),
    'no htu': await makeProof({ claims: { htu: undefined } }),
    'no jti': await makeProof({ claims: { jti: undefined } }),
    'jti a number': await makeProof({ claims: { jti: 1 } }),
    'jti empty': await makeProof({ claims: { jti: '' } }),
    'no iat': await makeProof({ claims: { iat: undefined } }),
    'iat a text': await makeProof({ claims: { iat: String(seconds) } }),
    'an hour old': await makeProof({ claims: { iat: seconds - 3600 } }),
    'from the future': await makeProof({ claims: { iat: seconds + 3600 } }),
    'expired by exp': await makeProof({ claims: { exp: seconds - 600 } }),
    'another type': await makeProof({ header: { typ: 'JWT' } }),
    'no key': await makeProof({ header: { jwk: undefined } }),
    'the private key in it': await makeProof({ privateInHeader: true }),
    'signed by another key': await makeProof({
      header: { jwk: await exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey) }
    }),
    RS256: await makeProof({ alg: 'RS256' }),
    ES384: await makeProof({ alg: 'ES384' }),
    unsigned: `${Buffer.from(JSON.stringify({ alg: 'none', typ: 'dpop+jwt', jwk: {} })).toString('base64url')}.${body}.`,
    symmetric: `${Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'dpop+jwt', jwk: { kty: 'oct', k: 'AA' } })).toString('base64url')}.${body}.${signature}`,
    cut: `${head}.${body}`,
    garbage: 'garbage',
    'two proofs': `${await makeProof()}, ${await makeProof()}`,
    'a nonce that nobody gave': await makeProof({ claims: { nonce: 'x' } })
  }
  for (const [what, proof] of Object.entries(bad)) {
    const answer = await push(proof)
    assert.equal(answer.status, 400, what)
  }
  for (const alg of ['ES256', 'Ed25519']) assert.equal((await push(await makeProof({ alg }))).status, 201, alg)
})

test('one proof sent by 10 requests at once passes once', async () => {
  const proof = await makeProof()
  const answers = await Promise.all(Array.from({ length: 10 }, () => push(proof)))
  assert.equal(answers.filter(({ status }) => status === 201).length, 1)
})

test('userinfo wants the proof that belongs to the token', async () => {
  const tokens = await connectTestApp(
    parley,
    ana,
    app,
    { details: [{ actions: ['read'] }], scope: 'openid' },
    'Allow',
    { tick: { conversation: [withBen] } }
  )
  const me = (headers: Record<string, string>) => fetch(`${parley.url}/oauth/userinfo`, { headers })
  const htu = `${parley.url}/oauth/userinfo`
  const ath = createHash('sha256').update('another token').digest('base64url')
  assert.equal((await me({ authorization: `Bearer ${tokens.access_token}` })).status, 401)
  const own = async (claims: Record<string, unknown>) => {
    const jwk = await exportJWK(app.key.publicKey)
    return new SignJWT({ htm: 'GET', htu, iat: Math.floor(Date.now() / 1000), jti: crypto.randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
      .sign(app.key.privateKey)
  }
  const right = createHash('sha256').update(tokens.access_token).digest('base64url')
  assert.ok((await me({ authorization: `DPoP ${tokens.access_token}`, dpop: await own({ ath }) })).status >= 400)
  assert.ok((await me({ authorization: `DPoP ${tokens.access_token}`, dpop: await own({}) })).status >= 400)
  const foreign = await makeProof({ claims: { htm: 'GET', htu, ath: right } })
  assert.equal((await me({ authorization: `DPoP ${tokens.access_token}`, dpop: foreign })).status, 401)
  assert.equal(
    (await me({ authorization: `DPoP ${tokens.access_token}`, dpop: await own({ ath: right }) })).status,
    200
  )
  assert.ok(await calculateJwkThumbprint(await exportJWK(app.key.publicKey)))
})

test('tokens with rights to messages need a proof, and asking without one does not spend the code', async () => {
  const browser = browserOf(parley, ana)
  const started = await startTestLogin(app, { details: [{ actions: ['read'] }], scope: 'openid' })
  await browser.open(started.url)
  const back = await browser.click('Allow', { tick: { conversation: [withBen] } })
  const fields = {
    grant_type: 'authorization_code',
    code: back.url.searchParams.get('code')!,
    redirect_uri: tunes.redirectUri,
    code_verifier: started.verifier
  }
  const without = await form('/oauth/token', fields, { authorization: basic(tunes) })
  assert.equal(((await without.json()) as { error: string }).error, 'invalid_dpop_proof')
  const dpop = await makeProof({ claims: { htu: `${parley.url}/oauth/token` } })
  assert.equal((await form('/oauth/token', fields, { authorization: basic(tunes), dpop })).status, 200)
})

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
    const answer = await form('/oauth/token', {
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
    const answer = await form(
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
      { authorization: basic(tunes) }
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
    const answer = await form(
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
      { authorization: basic(loginOnly) }
    )
    assert.equal(answer.status, 400)
  }
  const resource = await form(
    '/oauth/par',
    {
      response_type: 'code',
      redirect_uri: tunes.redirectUri,
      scope: 'openid',
      client_id: 'tunes',
      resource: 'https://other.example'
    },
    { authorization: basic(tunes) }
  )
  assert.equal(((await resource.json()) as { error: string }).error, 'invalid_target')
})

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
    form(
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
        await form('/oauth/introspect', { token: tokens.access_token }, { authorization: basic(client) })
      ).json()) as { active: boolean }
    ).active
  assert.equal(await look(films), false)
  await form('/oauth/revoke', { token: tokens.refresh_token! }, { authorization: basic(films) })
  assert.equal(await look(tunes), true)
  // Revoking the access token ends that one; the refresh token lives until it is revoked itself.
  await form('/oauth/revoke', { token: tokens.access_token }, { authorization: basic(tunes) })
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
