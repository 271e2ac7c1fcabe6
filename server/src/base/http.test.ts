// The HTTP floor: hosts, origins, bodies and answers to what is not there.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
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
