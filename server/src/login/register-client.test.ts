// Registering apps: what is refused, what is kept, and that guessing a secret has a price.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { registerTestClient } from '@parley/world/test-client.ts'
import { basicOf, postForm } from '@parley/world/test-oauth.ts'
import { signUpPerson } from '@parley/world/test-person.ts'
import { browserOf, openTestApp, startTestLogin } from '@parley/world/test-login.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { loadSigningKeys } from './signing-keys.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())

test('redirect URIs are https or loopback, exact and plain; everything else is refused with its reason', async () => {
  const bad = [
    'http://app.example/cb',
    'ftp://app.example/cb',
    'javascript:alert(1)',
    'app:/cb',
    'https://app.example/cb#part',
    'https://user:secret@app.example/cb',
    'https://APP.example/cb',
    'https://app.example/a/../cb',
    'https://app.example:443/cb',
    'http://127.0.0.1.evil.example/cb',
    'http://[::2]/cb',
    'not an address',
    ''
  ]
  for (const [n, uri] of bad.entries()) {
    await assert.rejects(
      registerTestClient(parley, { clientId: `bad${n}`, redirectUris: [uri] }),
      { code: 'invalid_request' },
      uri
    )
    await assert.rejects(
      registerTestClient(parley, { clientId: `bad${n}`, postLogoutRedirectUris: [uri] }),
      { code: 'invalid_request' },
      uri
    )
  }
  await assert.rejects(registerTestClient(parley, { clientId: 'none', redirectUris: [] }), { code: 'invalid_request' })
  for (const clientId of ['A', 'a b', 'a'.repeat(65), "a'--"])
    await assert.rejects(registerTestClient(parley, { clientId, name: 'Odd' }), { code: 'invalid_request' }, clientId)
  const good = [
    'https://app.example',
    'https://app.example/cb?x=1',
    'http://localhost:8080/cb',
    'http://127.0.0.1/cb',
    'http://[::1]:1/'
  ]
  await registerTestClient(parley, { clientId: 'good', redirectUris: good })
})

test('a secret is kept as its hash, and signing keys are sealed', async () => {
  const shop = await registerTestClient(parley, { clientId: 'shop' })
  const [app] = await parley.sql<{ client: object }[]>`select client from grants.app where client_id = 'shop'`
  assert.ok(!JSON.stringify(app!.client).includes(shop.secret!))
  const kept = await parley.sql<{ kid: string; sealed: Buffer }[]>`select kid, sealed from login.key`
  for (const { sealed } of kept) assert.ok(!sealed.toString('latin1').includes('"d"'))
  // A second start finds the same keys; another secret cannot open them.
  const found = await loadSigningKeys(parley.sql, parley.secret)
  assert.deepEqual(new Set(found.map(({ kid }) => kid)), new Set(kept.map(({ kid }) => kid)))
  await assert.rejects(loadSigningKeys(parley.sql, 'another secret of 32 characters!'))
  const published = (await (await fetch(`${parley.url}/oauth/jwks`)).json()) as { keys: Record<string, string>[] }
  assert.deepEqual(published.keys.map(({ alg }) => alg).toSorted(), ['ES256', 'RS256'])
  for (const key of published.keys) assert.ok(!('d' in key))
})

test('guessing a secret has a price, and the app with the right one still gets through', async () => {
  const bank = await registerTestClient(parley, { clientId: 'bank' })
  const guess = (secret: string) =>
    postForm(parley, '/oauth/introspect', { token: 'x' }, { authorization: basicOf({ ...bank, secret }) })
  const statuses = []
  for (let n = 0; n < 35; n++) statuses.push((await guess(`wrong${n}`)).status)
  assert.deepEqual([...new Set(statuses)], [401, 429])
  assert.ok(Number((await guess('wrong')).headers.get('retry-after')) > 0)
  assert.equal((await guess(bank.secret!)).status, 200)
})

test('guessing a password on the sign-in page has a price', async () => {
  const ana = await signUpPerson(parley, 'ana')
  const app = await openTestApp(parley, await registerTestClient(parley, { clientId: 'notes' }))
  const browser = browserOf(parley, { ...ana, cookie: 'x=y' })
  await browser.open((await startTestLogin(app)).url)
  const statuses = []
  for (let n = 0; n < 12; n++) {
    statuses.push((await browser.click('Sign in', { text: { handle: 'ana', password: `wrong guess ${n}` } })).status)
    if (browser.seen?.status === 429) break
  }
  assert.deepEqual([...new Set(statuses)], [401, 429])
})

test('a flood of token requests from one address is slowed down', async () => {
  const statuses = new Set<number>()
  for (let n = 0; n < 70 && !statuses.has(429); n++) {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => postForm(parley, '/oauth/token', { grant_type: 'x' }))
    )
    for (const { status } of answers) statuses.add(status)
  }
  assert.deepEqual([...statuses].toSorted(), [400, 429])
})
