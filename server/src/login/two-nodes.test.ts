// Two nodes on one database: what counts once counts once over both.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { browserOf, connectTestApp, openTestApp, startTestLogin, type TestApp } from '@parley/world/test-login.ts'
import { basicOf, makeProof } from '@parley/world/test-oauth.ts'
import { signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { freePort, startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let [parley, other] = [] as unknown as [TestPlatform, TestPlatform]
let app: TestApp
let tunes: TestClient
let ana: TestPerson
before(async () => {
  parley = await startTestPlatform({ limitFactor: 100 })
  const shared = { url: parley.databaseUrl, drop: async () => {} }
  other = await startTestPlatform({ url: parley.url, port: await freePort(), limitFactor: 100 }, shared)
  tunes = await registerTestClient(parley, { clientId: 'tunes' })
  app = await openTestApp(parley, tunes)
  ana = await signUpPerson(parley, 'ana')
})
after(async () => {
  await other.close()
  await parley.close()
})

type Answer = { status: number; body: Record<string, string> }

/** One request as a balancer hands it to this node. */
const post = (node: TestPlatform, path: string, fields: Record<string, string>, dpop?: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = {
      host: new URL(parley.url).host,
      authorization: basicOf(tunes),
      'content-type': 'application/x-www-form-urlencoded',
      ...(dpop && { dpop })
    }
    const sent = request({ host: 'localhost', port: node.config.port, method: 'POST', path, headers }, (answer) => {
      let body = ''
      answer.on('data', (chunk: Buffer) => (body += chunk.toString()))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: JSON.parse(body) as Record<string, string> })
      )
    })
    sent.on('error', reject)
    sent.end(new URLSearchParams(fields).toString())
  })

const onBoth = (times: number, send: (node: TestPlatform) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: times }, (_, i) => send(i % 2 === 0 ? parley : other)))
const right = (answers: Answer[]): Answer[] => answers.filter(({ status }) => status < 300)

test('one proof passes once', async () => {
  const proof = await makeProof(parley)
  const fields = { response_type: 'code', redirect_uri: tunes.redirectUri, scope: 'openid', client_id: 'tunes' }
  assert.equal(right(await onBoth(10, (node) => post(node, '/oauth/par', fields, proof))).length, 1)
})

test('one code is redeemed once', async () => {
  const browser = browserOf(parley, ana)
  const started = await startTestLogin(app, { more: { prompt: 'consent' } })
  await browser.open(started.url)
  const back = await browser.click('Log in')
  const fields = {
    grant_type: 'authorization_code',
    code: back.url.searchParams.get('code')!,
    redirect_uri: tunes.redirectUri,
    code_verifier: started.verifier
  }
  assert.equal(right(await onBoth(10, (node) => post(node, '/oauth/token', fields))).length, 1)
})

test('one refresh token has one successor, which each caller gets', async () => {
  const ask = { scope: 'openid offline_access', more: { prompt: 'consent' } }
  const tokens = await connectTestApp(parley, ana, app, ask, 'Log in')
  const refresh = async (node: TestPlatform, token: string) => {
    const proof = await makeProof(parley, { key: app.key, claims: { htu: `${parley.url}/oauth/token` } })
    return post(node, '/oauth/token', { grant_type: 'refresh_token', refresh_token: token }, proof)
  }
  const answers = right(await onBoth(10, (node) => refresh(node, tokens.refresh_token!)))
  assert.equal(answers.length, 10)
  const [next, ...more] = new Set(answers.map(({ body }) => body['refresh_token']!))
  assert.deepEqual(more, [])
  assert.equal((await refresh(other, next!)).status, 200)
})
