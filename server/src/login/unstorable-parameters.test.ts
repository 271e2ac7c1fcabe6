// Parameters with text that cannot be stored are refused in the words of OAuth.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let app: TestClient
before(async () => {
  parley = await startTestPlatform()
  app = await registerTestClient(parley, { clientId: 'portal' })
})
after(() => parley.close())

const parameters = (more: Record<string, string>): URLSearchParams =>
  new URLSearchParams({
    client_id: app.clientId,
    response_type: 'code',
    redirect_uri: app.redirectUri,
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...more
  })

/** The error with which the browser is sent back to the app. */
const errorOf = async (asked: URLSearchParams): Promise<string | null> => {
  const front = await fetch(`${parley.url}/oauth/authorize?${asked}`, { redirect: 'manual' })
  assert.equal(front.status, 303)
  return new URL(front.headers.get('location') ?? '').searchParams.get('error')
}

for (const name of ['state', 'nonce', 'login_hint', 'ui_locales', 'acr_values']) {
  test(`NUL in ${name} is an invalid request, also when it was pushed before`, async () => {
    const asked = parameters({ [name]: 'a\u0000b' })
    assert.equal(await errorOf(asked), 'invalid_request')
    const authorization = `Basic ${Buffer.from(`${app.clientId}:${app.secret}`).toString('base64')}`
    const pushed = await fetch(`${parley.url}/oauth/par`, { method: 'POST', body: asked, headers: { authorization } })
    const { request_uri: uri } = (await pushed.json()) as { request_uri: string }
    assert.equal(await errorOf(new URLSearchParams({ client_id: app.clientId, request_uri: uri })), 'invalid_request')
  })
}

test('a backslash that only looks like NUL is taken as it is', async () => {
  const asked = parameters({ state: '\\u0000' })
  const front = await fetch(`${parley.url}/oauth/authorize?${asked}`, { redirect: 'manual' })
  assert.match(front.headers.get('location') ?? '', /\/oauth\/interaction\//)
})
