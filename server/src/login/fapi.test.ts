// The FAPI 2.0 Security Profile for apps that are registered with it: what is missing is refused, and a stock client walks through.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  calculateJwkThumbprint,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type GenerateKeyPairResult
} from 'jose'
import * as client from 'openid-client'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { browserOf, finishTestLogin, openTestApp, startTestLogin, type TestApp } from '@parley/world/test-login.ts'
import { makeProof, postForm } from '@parley/world/test-oauth.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let bank: TestClient
let pair: GenerateKeyPairResult
let other: GenerateKeyPairResult
let app: TestApp
let ana: TestPerson
let withBen: string

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const verifier = client.randomPKCECodeVerifier()

before(async () => {
  parley = await startTestPlatform({ limitFactor: 100 })
  pair = await generateKeyPair('ES256', { extractable: true })
  other = await generateKeyPair('ES256', { extractable: true })
  bank = await registerTestClient(parley, { clientId: 'bank', profile: 'fapi2', key: await exportJWK(pair.publicKey) })
  app = await openTestApp(parley, bank, 'ES256', client.PrivateKeyJwt(pair.privateKey))
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  withBen = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => parley.close())

type Claims = Record<string, unknown>

const assertion = (claims: Claims = {}, key: CryptoKey = pair.privateKey, alg = 'ES256', clientId = 'bank') => {
  const iat = Math.floor(Date.now() / 1000)
  const all = { iss: clientId, sub: clientId, aud: parley.url, jti: crypto.randomUUID(), iat, exp: iat + 60, ...claims }
  return new SignJWT(all).setProtectedHeader({ alg }).sign(key)
}

const asked = async (): Promise<Record<string, string>> => ({
  client_id: 'bank',
  response_type: 'code',
  redirect_uri: bank.redirectUri,
  scope: 'openid messages.write',
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256'
})

type Said = { status: number; error?: string; error_description?: string; request_uri?: string; expires_in?: number }

const said = async (answer: Promise<Response>): Promise<Said> => {
  const got = await answer
  return { status: got.status, ...((await got.json()) as object) }
}

const push = async (
  changed: Record<string, string | undefined> = {},
  signed?: string,
  headers: Record<string, string> = {}
): Promise<Said> => {
  const fields = {
    ...(await asked()),
    client_assertion_type: assertionType,
    client_assertion: signed ?? (await assertion()),
    ...changed
  }
  const sent = Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined)
  )
  return said(postForm(parley, '/oauth/par', sent, { dpop: await makeProof(parley), ...headers }))
}

const rights = { details: [{ actions: ['read' as const, 'write' as const] }], pushed: true }

const consent = async (started: Awaited<ReturnType<typeof startTestLogin>>) => {
  const browser = browserOf(parley, ana)
  await browser.open(started.url)
  const back = await browser.click('Allow', { tick: { action: ['read', 'write'], conversation: [withBen] } })
  assert.equal(`${back.url.origin}${back.url.pathname}`, bank.redirectUri, back.text)
  return back
}

const redeemRaw = async (
  { verifier: word }: { verifier: string },
  back: { url: URL },
  headers: Record<string, string>
): Promise<Said> =>
  said(
    postForm(
      parley,
      '/oauth/token',
      {
        grant_type: 'authorization_code',
        code: back.url.searchParams.get('code')!,
        redirect_uri: bank.redirectUri,
        code_verifier: word,
        client_assertion_type: assertionType,
        client_assertion: await assertion()
      },
      headers
    )
  )

test('a stock client logs in with its key; its code lasts a minute, and all its tokens are bound', async () => {
  const started = await startTestLogin(app, rights)
  const back = await consent(started)
  assert.equal(back.url.searchParams.get('iss'), parley.url)
  const [kept] = await parley.sql<{ seconds: number }[]>`
    select extract(epoch from expires_at - clock_timestamp())::float8 as seconds from login.artifact
    where model = 'AuthorizationCode' and client_id = 'bank' order by expires_at desc limit 1`
  assert.ok(kept!.seconds <= 61, String(kept!.seconds))
  const tokens = await finishTestLogin(app, started, back)
  assert.equal(tokens.token_type, 'dpop')
  assert.equal(decodeProtectedHeader(tokens.id_token!).alg, 'ES256')
  const known = await client.tokenIntrospection(app.config, tokens.access_token)
  assert.equal(known.active, true)
  const jkt = await calculateJwkThumbprint(await exportJWK(app.key.publicKey))
  assert.equal((known.cnf as { jkt?: string }).jkt, jkt)
  const again = await client.refreshTokenGrant(app.config, tokens.refresh_token!, undefined, { DPoP: app.dpop })
  assert.notEqual(again.access_token, tokens.access_token)
  // Bound to a key and a signature, it is not rotated (FAPI 2.0 §5.3.2.1).
  assert.equal(again.refresh_token ?? tokens.refresh_token, tokens.refresh_token)
  await client.refreshTokenGrant(app.config, tokens.refresh_token!, undefined, { DPoP: app.dpop })
  const foreign = client.getDPoPHandle(app.config, await client.randomDPoPKeyPair('ES256'))
  await assert.rejects(client.refreshTokenGrant(app.config, tokens.refresh_token!, undefined, { DPoP: foreign }), {
    error: 'invalid_grant'
  })
  const bare = await fetch(`${parley.url}/v1/me`, { headers: { authorization: `Bearer ${again.access_token}` } })
  assert.equal(bare.status, 401)
  await client.tokenRevocation(app.config, tokens.refresh_token!)
  await assert.rejects(client.refreshTokenGrant(app.config, tokens.refresh_token!, undefined, { DPoP: app.dpop }), {
    error: 'invalid_grant'
  })
})

test('a request that was not pushed is refused', async () => {
  const answer = await fetch(`${parley.url}/oauth/authorize?${new URLSearchParams(await asked())}`, {
    redirect: 'manual'
  })
  const back = new URL(answer.headers.get('location') ?? 'x:')
  assert.equal(back.searchParams.get('error'), 'invalid_request')
  assert.match(back.searchParams.get('error_description') ?? '', /Pushed Authorization Request/)
  assert.equal(back.searchParams.get('iss'), parley.url)
})

test('what is outside the pushed request does not count, and a request lasts less than ten minutes', async () => {
  const { status, request_uri: uri, expires_in: seconds } = await push({ scope: 'openid' })
  assert.equal(status, 201)
  assert.ok(seconds! < 600)
  const browser = browserOf(parley, ana)
  const page = await browser.open(
    `${parley.url}/oauth/authorize?${new URLSearchParams({ client_id: 'bank', request_uri: uri!, scope: 'openid messages.read' })}`
  )
  assert.doesNotMatch(page.text, /Allow/)
})

test('PKCE with S256, response type code and an exact redirect URI are needed', async () => {
  const refused: [Record<string, string | undefined>, string][] = [
    [{ code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    [{ code_challenge: undefined, code_challenge_method: undefined, scope: 'openid' }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge_method: undefined }, 'invalid_request'],
    [{ response_type: 'code id_token' }, 'invalid_request'],
    [{ redirect_uri: `${bank.redirectUri}/` }, 'invalid_request'],
    [{ redirect_uri: undefined }, 'invalid_request'],
    [{ response_mode: 'fragment' }, 'invalid_request']
  ]
  for (const [changed, error] of refused) {
    const got = await push(changed)
    assert.deepEqual([got.status, got.error], [400, error], JSON.stringify([changed, got]))
  }
})

test('a client assertion is taken only when all of it is right', async () => {
  const now = Math.floor(Date.now() / 1000)
  const rsa = await generateKeyPair('RS256')
  const good = await assertion()
  assert.equal((await push({}, good)).status, 201)
  const bad: Record<string, string> = {
    'used before': good,
    'for the token endpoint': await assertion({ aud: `${parley.url}/oauth/token` }),
    'for a list': await assertion({ aud: [parley.url] }),
    'for another platform': await assertion({ aud: 'https://evil.example' }),
    'good for a day': await assertion({ exp: now + 86_400 }),
    over: await assertion({ exp: now - 60 }),
    'without end': await assertion({ exp: undefined }),
    'without id': await assertion({ jti: undefined }),
    'from the future': await assertion({ iat: now + 120 }),
    'not yet': await assertion({ nbf: now + 120 }),
    'of another issuer': await assertion({ iss: 'other' }),
    'about another client': await assertion({ sub: 'other' }),
    'signed by another key': await assertion({}, other.privateKey),
    'with RS256': await assertion({}, rsa.privateKey, 'RS256'),
    unsigned: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${good.split('.')[1]}.`
  }
  for (const [what, signed] of Object.entries(bad)) {
    const got = await push({}, signed)
    assert.ok(got.status === 401 || got.status === 400, `${what} ${got.status}`)
    assert.ok(['invalid_client', 'invalid_request'].includes(got.error ?? ''), `${what} ${got.error}`)
  }
  const once = await assertion()
  const racing = await Promise.all(Array.from({ length: 5 }, () => push({}, once)))
  assert.equal(racing.filter(({ status }) => status === 201).length, 1)
  // A little early is fine: clocks differ (FAPI 2.0 §5.3.2.1).
  assert.equal((await push({}, await assertion({ iat: now + 8, nbf: now + 8 }))).status, 201)
})

test('the app is known by its key alone', async () => {
  const none = { client_assertion: undefined, client_assertion_type: undefined }
  for (const [changed, headers] of [
    [none, {}],
    [{ ...none, client_secret: 'secret' }, {}],
    [none, { authorization: `Basic ${Buffer.from('bank:secret').toString('base64')}` }]
  ] as const) {
    const got = await push(changed, 'x', headers)
    assert.deepEqual([got.status, got.error], [401, 'invalid_client'])
  }
})

test('tokens without a proof, with another key or with another verifier are refused', async () => {
  const started = await startTestLogin(app, { ...rights, details: [{ actions: ['read'] }] })
  const back = await consent(started)
  const redeem = (headers: Record<string, string> = {}) => redeemRaw(started, back, headers)
  const htu = `${parley.url}/oauth/token`
  const own = () => makeProof(parley, { claims: { htu }, key: app.key })
  const bare = await redeem()
  assert.equal(bare.status, 400)
  assert.match(`${bare.error} ${bare.error_description}`, /DPoP/i)
  assert.equal((await redeem({ dpop: await makeProof(parley, { claims: { htu } }) })).error, 'invalid_grant')
  assert.equal((await redeem({ dpop: await own() })).status, 400, 'a code is tried once')
})

test('a login only of such an app has bound tokens, too', async () => {
  const started = await startTestLogin(app, { pushed: true, scope: 'openid profile' })
  const browser = browserOf(parley, ana)
  await browser.open(started.url)
  const back = await browser.click('Log in')
  const bare = await redeemRaw(started, back, {})
  assert.equal(bare.status, 400)
  assert.match(`${bare.error} ${bare.error_description}`, /invalid_grant|DPoP/)
})

test('a registration that does not fit the profile is refused', async () => {
  const key = await exportJWK(other.publicKey)
  const small = await exportJWK((await generateKeyPair('PS256', { modulusLength: 2048, extractable: true })).publicKey)
  const bad = [
    { profile: 'fapi2' as const },
    { key },
    { profile: 'fapi2' as const, key: await exportJWK(other.privateKey) },
    { profile: 'fapi2' as const, key: { kty: 'oct', k: 'AAAA' } },
    { profile: 'fapi2' as const, key: { ...key, x: 'AAAA' } },
    { profile: 'fapi2' as const, key: { ...key, crv: 'P-384' } },
    { profile: 'fapi2' as const, key: { ...small, alg: 'RS256' } },
    { profile: 'fapi2' as const, key: { ...small, n: 'AQAB' } },
    { profile: 'fapi2' as const, key, isPublic: true },
    { profile: 'fapi2' as const, key, bearerAllowed: true },
    { profile: 'fapi2' as const, key, isDevice: true },
    { profile: 'fapi2' as const, key, secret: 'x'.repeat(32) }
  ]
  for (const [n, part] of bad.entries())
    await assert.rejects(
      registerTestClient(parley, { clientId: `odd${n}`, ...part }),
      { code: 'invalid_request' },
      `${n}`
    )
})

test('keys of each kind work, and evidence is downloaded with them once for each signature', async () => {
  for (const alg of ['ES256', 'Ed25519', 'EdDSA', 'PS256']) {
    const keys = await generateKeyPair(alg, { extractable: true })
    const clientId = `bank-${alg.toLowerCase()}`
    const { alg: _alg, ...key } = await exportJWK(keys.publicKey)
    const { secret } = await registerTestClient(parley, { clientId, profile: 'fapi2', key })
    assert.equal(secret, undefined)
    const sign = () => assertion({}, keys.privateKey, alg, clientId)
    const signed = await sign()
    const get = (token: string) => fetch(`${parley.url}/v1/evidence`, { headers: { authorization: `Bearer ${token}` } })
    assert.equal((await get(signed)).status, 200, alg)
    assert.equal((await get(signed)).status, 401, 'replayed')
    assert.equal((await push({ client_id: clientId }, signed)).status, 401, 'used at another address')
    assert.equal((await push({ client_id: clientId }, await sign())).status, 201, alg)
    assert.equal(
      (await get(await assertion({ aud: 'https://evil.example' }, keys.privateKey, alg, clientId))).status,
      401
    )
    assert.equal((await get(await assertion({}, other.privateKey, 'ES256', clientId))).status, 401)
  }
})
