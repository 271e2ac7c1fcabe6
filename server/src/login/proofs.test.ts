// DPoP proofs and hosts: what binds a request to the platform and to a key.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { exportJWK, generateKeyPair } from 'jose'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { browserOf, connectTestApp, openTestApp, startTestLogin, type TestApp } from '@parley/world/test-login.ts'
import { basicOf, makeProof, postForm, rawGet } from '@parley/world/test-oauth.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let tunes: TestClient
let app: TestApp
let ana: TestPerson
let withBen: string

before(async () => {
  parley = await startTestPlatform({ limitFactor: 100 })
  tunes = await registerTestClient(parley, { clientId: 'tunes' })
  app = await openTestApp(parley, tunes)
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  withBen = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => parley.close())

test('another host is not answered, and forwarded headers do not move the endpoints', async () => {
  const { host } = new URL(parley.url)
  assert.equal((await rawGet(parley, '/.well-known/openid-configuration', { host: 'evil.example' })).status, 421)
  assert.equal(
    (await rawGet(parley, 'http://evil.example/.well-known/openid-configuration', { host: 'evil.example' })).status,
    421
  )
  const spoofed = await rawGet(parley, '/.well-known/openid-configuration', {
    host,
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example'
  })
  assert.equal(spoofed.status, 200)
  assert.ok(!spoofed.body.includes('evil'))
  assert.equal((JSON.parse(spoofed.body) as { token_endpoint: string }).token_endpoint, `${parley.url}/oauth/token`)
  const absolute = await rawGet(parley, 'http://evil.example/.well-known/openid-configuration', { host })
  assert.ok(!absolute.body.includes('evil'))
})

test('behind a proxy that ends TLS, all addresses are https and cookies are bound to the host', async () => {
  const secure = await startTestPlatform({ url: 'https://parley.example' })
  try {
    await registerTestClient(secure, { clientId: 'tunes' })
    const headers = { host: 'parley.example', 'x-forwarded-proto': 'http' }
    const discovery = await rawGet(secure, '/.well-known/openid-configuration', headers)
    const { issuer, ...found } = JSON.parse(discovery.body) as Record<string, unknown>
    assert.equal(issuer, 'https://parley.example')
    for (const [name, value] of Object.entries(found))
      if (name.endsWith('_endpoint') || name === 'jwks_uri')
        assert.match(String(value), /^https:\/\/parley\.example\/oauth\//)
    const query = new URLSearchParams({
      client_id: 'tunes',
      redirect_uri: tunes.redirectUri,
      response_type: 'code',
      scope: 'openid'
    })
    const asked = await rawGet(secure, `/oauth/authorize?${query}`, headers)
    assert.equal(asked.status, 303)
    assert.ok(asked.cookies.length > 0)
    for (const cookie of asked.cookies) assert.match(cookie, /^__(Host|Secure)-.*; secure/i)
  } finally {
    await secure.close()
  }
})

const push = (dpop: string, headers: Record<string, string> = {}) =>
  postForm(
    parley,
    '/oauth/par',
    { response_type: 'code', redirect_uri: tunes.redirectUri, scope: 'openid', client_id: 'tunes' },
    { authorization: basicOf(tunes), dpop, ...headers }
  )

test('a DPoP proof is taken only when all of it is right', async () => {
  const seconds = Math.floor(Date.now() / 1000)
  const good = await makeProof(parley)
  assert.equal((await push(good)).status, 201)
  const [head, body, signature] = (await makeProof(parley)).split('.') as [string, string, string]
  const bad: Record<string, string> = {
    'used before': good,
    'for another host': await makeProof(parley, { claims: { htu: 'http://evil.example/oauth/par' } }),
    'for https': await makeProof(parley, { claims: { htu: `${parley.url.replace('http:', 'https:')}/oauth/par` } }),
    'for another endpoint': await makeProof(parley, { claims: { htu: `${parley.url}/oauth/token` } }),
    'htu not an address': await makeProof(parley, { claims: { htu: '/oauth/par' } }),
    'htu a number': await makeProof(parley, { claims: { htu: 1 } }),
    'for another method': await makeProof(parley, { claims: { htm: 'GET' } }),
    'method in small letters': await makeProof(parley, { claims: { htm: 'post' } }),
    'no htm': await makeProof(parley, { claims: { htm: undefined } }),
    'no htu': await makeProof(parley, { claims: { htu: undefined } }),
    'no jti': await makeProof(parley, { claims: { jti: undefined } }),
    'jti a number': await makeProof(parley, { claims: { jti: 1 } }),
    'jti empty': await makeProof(parley, { claims: { jti: '' } }),
    'no iat': await makeProof(parley, { claims: { iat: undefined } }),
    'iat a text': await makeProof(parley, { claims: { iat: String(seconds) } }),
    'an hour old': await makeProof(parley, { claims: { iat: seconds - 3600 } }),
    'from the future': await makeProof(parley, { claims: { iat: seconds + 3600 } }),
    'expired by exp': await makeProof(parley, { claims: { exp: seconds - 600 } }),
    'another type': await makeProof(parley, { header: { typ: 'JWT' } }),
    'no key': await makeProof(parley, { header: { jwk: undefined } }),
    'the private key in it': await makeProof(parley, { leaks: true }),
    'signed by another key': await makeProof(parley, {
      header: { jwk: await exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey) }
    }),
    RS256: await makeProof(parley, { alg: 'RS256' }),
    ES384: await makeProof(parley, { alg: 'ES384' }),
    unsigned: `${Buffer.from(JSON.stringify({ alg: 'none', typ: 'dpop+jwt', jwk: {} })).toString('base64url')}.${body}.`,
    symmetric: `${Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'dpop+jwt', jwk: { kty: 'oct', k: 'AA' } })).toString('base64url')}.${body}.${signature}`,
    cut: `${head}.${body}`,
    garbage: 'garbage',
    'two proofs': `${await makeProof(parley)}, ${await makeProof(parley)}`,
    'a nonce that nobody gave': await makeProof(parley, { claims: { nonce: 'x' } })
  }
  for (const [what, proof] of Object.entries(bad)) {
    const answer = await push(proof)
    assert.equal(answer.status, 400, what)
  }
  for (const alg of ['ES256', 'Ed25519']) assert.equal((await push(await makeProof(parley, { alg }))).status, 201, alg)
})

test('one proof sent by 10 requests at once passes once', async () => {
  const proof = await makeProof(parley)
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
  const own = (claims: Record<string, unknown>) =>
    makeProof(parley, { key: app.key, claims: { htm: 'GET', htu, ...claims } })
  const right = createHash('sha256').update(tokens.access_token).digest('base64url')
  assert.ok((await me({ authorization: `DPoP ${tokens.access_token}`, dpop: await own({ ath }) })).status >= 400)
  assert.ok((await me({ authorization: `DPoP ${tokens.access_token}`, dpop: await own({}) })).status >= 400)
  const foreign = await makeProof(parley, { claims: { htm: 'GET', htu, ath: right } })
  assert.equal((await me({ authorization: `DPoP ${tokens.access_token}`, dpop: foreign })).status, 401)
  assert.equal(
    (await me({ authorization: `DPoP ${tokens.access_token}`, dpop: await own({ ath: right }) })).status,
    200
  )
})

test('the partner API knows a person by the sub of their id token', async () => {
  const tokens = await connectTestApp(
    parley,
    ana,
    app,
    { details: [{ actions: ['read'] }], scope: 'openid' },
    'Allow',
    {
      tick: { conversation: [withBen] }
    }
  )
  const ath = createHash('sha256').update(tokens.access_token).digest('base64url')
  const dpop = await makeProof(parley, { key: app.key, claims: { htm: 'GET', htu: `${parley.url}/v1/me`, ath } })
  const me = await fetch(`${parley.url}/v1/me`, { headers: { authorization: `DPoP ${tokens.access_token}`, dpop } })
  assert.equal(((await me.json()) as { person: { id: string } }).person.id, tokens.claims()!.sub)
})

test('tokens with rights to messages need a proof, and asking without one does not spend the code', async () => {
  const browser = browserOf(parley, ana)
  const started = await startTestLogin(app, { details: [{ actions: ['read'] }], scope: 'openid' })
  await browser.open(started.url)
  const back = await browser.click('Allow', { tick: { action: ['read', 'write', 'delete'], conversation: [withBen] } })
  const fields = {
    grant_type: 'authorization_code',
    code: back.url.searchParams.get('code')!,
    redirect_uri: tunes.redirectUri,
    code_verifier: started.verifier
  }
  const without = await postForm(parley, '/oauth/token', fields, { authorization: basicOf(tunes) })
  assert.equal(((await without.json()) as { error: string }).error, 'invalid_dpop_proof')
  const dpop = await makeProof(parley, { claims: { htu: `${parley.url}/oauth/token` } })
  assert.equal((await postForm(parley, '/oauth/token', fields, { authorization: basicOf(tunes), dpop })).status, 200)
})
