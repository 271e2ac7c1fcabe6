// Account linking of a voice assistant: plain tokens, only where an operator let this app have them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as client from 'openid-client'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { answerConsent } from '@parley/world/test-consent.ts'
import { basicOf, postForm } from '@parley/world/test-oauth.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

const hosts = ['pitangui.amazon.example', 'layla.amazon.example', 'alexa.amazon.example']
const redirectUris = hosts.map((host) => `https://${host}/api/skill/link/M2AAAAAAAAAAAA`)

let parley: TestPlatform
let skill: TestClient
let shop: TestClient
let ana: TestPerson
let withBen: string

before(async () => {
  parley = await startTestPlatform({ limitFactor: 100 })
  skill = await registerTestClient(parley, { clientId: 'skill', redirectUris, bearerAllowed: true })
  shop = await registerTestClient(parley, { clientId: 'shop', redirectUris })
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  withBen = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => parley.close())

const verifier = client.randomPKCECodeVerifier()

/** As such an assistant asks: by scopes, without openid, with PKCE when it is switched on in its console. */
const addressFor = async (app: TestClient, redirectUri: string, isPkce = true): Promise<string> => {
  const query = new URLSearchParams({
    client_id: app.clientId,
    response_type: 'code',
    state: 'A2SAAEAEAAGv',
    scope: 'messages.read messages.write offline_access',
    redirect_uri: redirectUri,
    ...(isPkce && {
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256'
    })
  })
  return `${parley.url}/oauth/authorize?${query}`
}

type Tokens = { access_token: string; refresh_token: string; token_type: string; expires_in: number; error?: string }

const token = async (fields: Record<string, string>, headers: Record<string, string> = {}) => {
  const startedAt = performance.now()
  const answer = await postForm(parley, '/oauth/token', fields, headers)
  return { status: answer.status, ms: performance.now() - startedAt, ...((await answer.json()) as Tokens) }
}

const link = async (app: TestClient, redirectUri: string): Promise<Record<string, string>> => {
  const back = await answerConsent(parley, ana, await addressFor(app, redirectUri), { conversations: [withBen] })
  assert.equal(`${back.origin}${back.pathname}`, redirectUri)
  assert.equal(back.searchParams.get('state'), 'A2SAAEAEAAGv')
  const code = back.searchParams.get('code')!
  return { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier }
}

const read = (accessToken: string) =>
  fetch(`${parley.url}/v1/conversations/${withBen}/messages`, { headers: { authorization: `Bearer ${accessToken}` } })

test('an assistant links an account at each of its addresses, with its secret in the header or in the form', async () => {
  const inForm = { client_id: 'skill', client_secret: skill.secret! }
  for (const [n, redirectUri] of redirectUris.entries()) {
    const inHeader = n % 2 === 0
    const credentials = inHeader ? {} : inForm
    const headers = inHeader ? { authorization: basicOf(skill) } : {}
    const first = await token({ ...(await link(skill, redirectUri)), ...credentials }, headers)
    assert.deepEqual([first.status, first.token_type, first.expires_in], [200, 'Bearer', 600], JSON.stringify(first))
    assert.equal((await read(first.access_token)).status, 200)
    const next = { grant_type: 'refresh_token', refresh_token: first.refresh_token, ...credentials }
    const second = await token(next, headers)
    assert.deepEqual([second.status, second.token_type], [200, 'Bearer'])
    assert.equal((await read(second.access_token)).status, 200)
    // Such an assistant gives up after 4.5 seconds.
    for (const { ms } of [first, second]) assert.ok(ms < 2000, `${ms} ms`)
  }
})

test('an address that is not registered to the letter is not sent to, and PKCE is needed', async () => {
  for (const uri of [`${redirectUris[0]}/`, redirectUris[0]!.toUpperCase(), 'https://evil.example/link']) {
    const answer = await fetch(await addressFor(skill, uri), { redirect: 'manual' })
    assert.equal(answer.status, 400, uri)
  }
  const answer = await fetch(await addressFor(skill, redirectUris[0]!, false), { redirect: 'manual' })
  assert.equal(new URL(answer.headers.get('location')!).searchParams.get('error'), 'invalid_request')
})

test('an app that was not let gets no plain token, and one that was let no more can use none', async () => {
  const refused = await token(await link(shop, redirectUris[0]!), { authorization: basicOf(shop) })
  assert.deepEqual([refused.status, refused.error], [400, 'invalid_dpop_proof'])
  const linked = await token(await link(skill, redirectUris[0]!), { authorization: basicOf(skill) })
  const allow = (isAllowed: boolean) =>
    parley.sql`update grants.app set bearer_allowed = ${isAllowed} where id = ${skill.id}`
  await allow(false)
  const answer = await read(linked.access_token)
  assert.equal(answer.status, 401)
  assert.equal(((await answer.json()) as { code: string }).code, 'proof_required')
  const next = { grant_type: 'refresh_token', refresh_token: linked.refresh_token }
  assert.equal((await token(next, { authorization: basicOf(skill) })).error, 'invalid_dpop_proof')
  await allow(true)
})

test('a public app is never let', async () => {
  await assert.rejects(registerTestClient(parley, { clientId: 'open', isPublic: true, bearerAllowed: true }), {
    code: 'invalid_request'
  })
})
