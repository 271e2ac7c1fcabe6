// What the platform's cookies are called and allow: behind TLS they are bound to the very host, and no other name signs anybody in.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { registerTestClient } from '@parley/world/test-client.ts'
import { signUpPerson, testPassword, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { WebSocket } from 'ws'

const url = 'https://parley.example'
let parley: TestPlatform
let ana: TestPerson
before(async () => {
  parley = await startTestPlatform({ url, limitFactor: 10 })
  ana = await signUpPerson(parley, 'ana')
  await registerTestClient(parley, { clientId: 'tunes' })
})
after(() => parley.close())

type Answer = { status: number; cookies: string[]; location: string; body: string }
type Sent = { cookie?: string; json?: object; form?: URLSearchParams }

/** One request as it comes through the proxy that ends TLS. */
const send = (method: string, path: string, { cookie, json, form }: Sent = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const type = form ? 'application/x-www-form-urlencoded' : 'application/json'
    const headers = {
      host: 'parley.example',
      origin: url,
      ...(cookie && { cookie }),
      ...((json || form) && { 'content-type': type })
    }
    const sent = request({ host: 'localhost', port: parley.config.port, method, path, headers }, (answer) => {
      let body = ''
      answer.on('data', (chunk: Buffer) => (body += chunk.toString()))
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          cookies: answer.headers['set-cookie'] ?? [],
          location: answer.headers.location ?? '',
          body
        })
      )
    })
    sent.on('error', reject)
    sent.end(json ? JSON.stringify(json) : form?.toString())
  })

const pairsOf = (lines: readonly string[]): string => lines.map((line) => line.split(';')[0]).join('; ')
const pathOf = (address: string): string => address.replace(url, '')

/** RFC 6265bis §4.1.3: what browsers ask of the two prefixes, and what we ask of all cookies. */
const check = (lines: readonly string[]): void => {
  for (const line of lines) {
    const attributes = new Set(line.toLowerCase().split('; ').slice(1))
    for (const wanted of ['secure', 'httponly', 'samesite=lax']) assert.ok(attributes.has(wanted), line)
    assert.ok(!/;\s*domain/i.test(line), line)
    assert.equal(line.startsWith('__Host-'), attributes.has('path=/'), line)
    assert.match(line, /^__(Host|Secure)-parley_/)
  }
}

test('signing in and out sets and clears cookies that are bound to the host', async () => {
  await signUpPerson(parley, 'ben')
  const { status, cookies } = await send('POST', '/api/sign-in', { json: { handle: 'ben', password: testPassword } })
  assert.equal(status, 200)
  check(cookies)
  assert.deepEqual(
    cookies.map((line) => /^[\w-]+(?=_)/.exec(line)?.[0]),
    ['__Host-parley', '__Host-parley_known']
  )
  const cookie = pairsOf(cookies)
  assert.equal((await send('GET', '/api/me', { cookie })).status, 200)
  const out = await send('POST', '/api/sign-out/everywhere', { cookie })
  assert.equal(out.status, 204)
  check(out.cookies)
  assert.deepEqual(
    out.cookies.map((line) => line.split('=')[0]),
    cookies.map((line) => line.split('=')[0])
  )
  for (const line of out.cookies) assert.match(line, /Max-Age=0/)
})

test('a cookie that a neighbouring host could plant signs nobody in, also at a socket', async () => {
  const [, token] = ana.cookie.split('=')
  assert.equal(ana.cookie, `__Host-parley_session=${token}`)
  for (const name of ['parley_session', '__Secure-parley_session', '__host-parley_session', '__Host-Parley_session']) {
    assert.equal((await send('GET', '/api/me', { cookie: `${name}=${token}` })).status, 401, name)
  }
  const opened = (cookie: string): Promise<number> =>
    new Promise((resolve) => {
      const headers = { host: 'parley.example', origin: url, cookie }
      const ws = new WebSocket(`ws://localhost:${parley.config.port}/api/live`, { headers })
      ws.on('unexpected-response', (_request, answer) => resolve(answer.statusCode ?? 0))
      ws.on('error', () => resolve(0))
      ws.on('open', () => {
        ws.close()
        resolve(101)
      })
    })
  assert.equal(await opened(`parley_session=${token}`), 401)
  assert.equal(await opened(ana.cookie), 101)
})

test('a login on the way to an app works with such cookies alone', async () => {
  const query = new URLSearchParams({
    client_id: 'tunes',
    redirect_uri: 'https://app.example/callback',
    response_type: 'code',
    scope: 'openid'
  })
  const asked = await send('GET', `/oauth/authorize?${query}`, { cookie: ana.cookie })
  assert.equal(asked.status, 303, asked.body)
  check(asked.cookies)
  const of = (path: string) =>
    pairsOf(asked.cookies.filter((line) => /path=([^;]*)/i.exec(line)![1] === path || /path=\/(;|$)/i.test(line)))
  const page = await send('GET', asked.location, { cookie: `${ana.cookie}; ${of(asked.location)}` })
  assert.equal(page.status, 200, page.body)
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.body)![1]!
  const form = new URLSearchParams({ csrf, decision: 'login' })
  const answered = await send('POST', `${asked.location}/consent`, {
    cookie: `${ana.cookie}; ${of(asked.location)}`,
    form
  })
  assert.equal(answered.status, 303, answered.body)
  const resume = pathOf(answered.location)
  const back = await send('GET', resume, { cookie: `${ana.cookie}; ${of(resume)}` })
  check(back.cookies)
  assert.match(back.location, /^https:\/\/app\.example\/callback\?code=/)
})

test('the document of the API names the cookie as it is', async () => {
  const { body } = await send('GET', '/openapi.json')
  assert.equal(JSON.parse(body).components.securitySchemes.session.name, '__Host-parley_session')
})
