// Logging in to an app that wants no rights: plain OpenID Connect, as stock clients speak it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { TestBrowser } from '@parley/world/test-browser.ts'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { signUpPerson, testPassword, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import * as client from 'openid-client'

let parley: TestPlatform
let shop: TestClient
let ana: TestPerson
let config: client.Configuration

before(async () => {
  parley = await startTestPlatform({ limitFactor: 100 })
  shop = await registerTestClient(parley, { clientId: 'shop' })
  ana = await signUpPerson(parley, 'ana')
  config = await client.discovery(new URL(parley.url), shop.clientId, shop.secret, undefined, {
    execute: [client.allowInsecureRequests]
  })
})
after(() => parley.close())

const authorizeUrl = (more: Record<string, string> = {}): URL =>
  client.buildAuthorizationUrl(config, { redirect_uri: shop.redirectUri, scope: 'openid profile', nonce: 'n', ...more })

test('a stock client logs a person in with discovery, id and secret alone', async () => {
  const browser = new TestBrowser(parley.url)
  const first = await browser.open(authorizeUrl())
  assert.equal(first.status, 200, first.text)
  await browser.click('Sign in', { text: { handle: 'ana', password: 'wrong wrong wrong' } })
  assert.equal(browser.seen?.status, 401)
  await browser.click('Sign in', { text: { handle: 'Ana', password: testPassword } })
  assert.match(browser.seen.text, /Log in to Shop\?/)
  const back = await browser.click('Log in')
  assert.equal(back.url.origin, 'https://app.example')
  assert.equal(back.url.searchParams.get('iss'), parley.url)
  const tokens = await client.authorizationCodeGrant(config, back.url, { expectedNonce: 'n' })
  const claims = tokens.claims()!
  assert.equal(claims['name'], 'Ana')
  assert.notEqual(claims.sub, ana.id)
  assert.equal(tokens['authorization_details'], undefined)
  const info = await client.fetchUserInfo(config, tokens.access_token, claims.sub)
  assert.equal(info.name, 'Ana')
  // The second time asks nothing.
  const again = await browser.open(authorizeUrl({ prompt: 'none' }))
  assert.equal(again.url.origin, 'https://app.example')
  assert.ok(again.url.searchParams.get('code'), again.url.href)
})
