// The HTTP floor: hosts, origins, bodies and answers to what is not there.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { sendRaw } from '@parley/world/raw-http.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())

const raw = (path: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(`${parley.url}${path}`, { headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    sent.on('error', reject)
    sent.end()
  })

test('the platform is healthy and ready', async () => {
  assert.equal((await fetch(`${parley.url}/healthz`)).status, 200)
  assert.equal((await fetch(`${parley.url}/readyz`)).status, 200)
})

test('a request for another host is refused, also when a proxy header names it', async () => {
  assert.equal(await raw('/api/me', { host: 'evil.example' }), 421)
  assert.equal(await raw('/healthz', { host: '10.0.0.7' }), 200)
})

test('a request from a foreign page is refused however its address is spelled', async () => {
  const headers = { origin: 'https://evil.example' }
  for (const path of ['/api/sign-out', '/%61pi/sign-out', '/a%70i/sign-out']) {
    const answer = await fetch(`${parley.url}${path}`, { method: 'POST', headers })
    assert.equal(((await answer.json()) as { code: string }).code, 'foreign_origin', path)
    assert.equal(answer.headers.get('cache-control'), 'no-store', path)
  }
})

test('an unknown address is a problem document', async () => {
  const answer = await fetch(`${parley.url}/api/nothing`)
  assert.equal(answer.status, 404)
  assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8')
  assert.equal(((await answer.json()) as { code: string }).code, 'route_missing')
})

test('every answer carries the security headers', async () => {
  const { headers } = await fetch(`${parley.url}/api/nothing`)
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
  assert.equal(headers.get('referrer-policy'), 'no-referrer')
  assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
})

const lines = (...text: string[]): Buffer => Buffer.from(`${text.join('\r\n')}\r\n\r\n`, 'latin1')

const unreadable: Record<string, (host: string) => Buffer> = {
  'an address with a broken escape': (host) =>
    lines('GET /api/people/%zz HTTP/1.1', `Host: ${host}`, 'Connection: close'),
  'an address that is not UTF-8': (host) =>
    lines('GET /api/people/%c3%28 HTTP/1.1', `Host: ${host}`, 'Connection: close'),
  'a method that does not exist': (host) => lines('FETCH /api/me HTTP/1.1', `Host: ${host}`),
  'a header with a control character': (host) => lines('GET /api/me HTTP/1.1', `Host: ${host}`, 'X: a\u0000b'),
  'headers of 20 kB': (host) => lines('GET /api/me HTTP/1.1', `Host: ${host}`, `X: ${'a'.repeat(20_000)}`),
  'a length that is no number': (host) => lines('POST /api/sign-in HTTP/1.1', `Host: ${host}`, 'Content-Length: x'),
  'a body shorter than its length': (host) =>
    lines(
      'POST /api/sign-in HTTP/1.1',
      `Host: ${host}`,
      'Content-Type: application/json',
      'Content-Length: 10',
      '',
      '{'
    ),
  'no host': () => lines('GET /api/me HTTP/1.1')
}

for (const [what, bytes] of Object.entries(unreadable)) {
  test(`${what} is refused with a problem document`, async () => {
    const isCut = what === 'a body shorter than its length'
    const [answer] = await sendRaw(parley.config.port, bytes(new URL(parley.url).host), { isCut })
    assert.equal(answer?.status, what === 'no host' ? 421 : 400)
    assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8')
    const { code } = JSON.parse(String(answer.body)) as { code: string }
    assert.equal(code, what === 'no host' ? 'foreign_host' : 'invalid_request')
  })
}

test('an address whose part is far too long is nothing', async () => {
  const answer = await fetch(`${parley.url}/api/people/${'a'.repeat(300)}`)
  assert.equal(answer.status, 404)
  assert.equal(((await answer.json()) as { code: string }).code, 'route_missing')
})

test('an expectation that nobody knows is passed over', async () => {
  const [answer] = await sendRaw(
    parley.config.port,
    lines('GET /healthz HTTP/1.1', `Host: ${new URL(parley.url).host}`, 'Expect: 200-ok', 'Connection: close')
  )
  assert.equal(answer?.status, 200)
})
