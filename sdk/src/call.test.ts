// Tests of requests against a server that behaves badly: what is repeated, what is not, and with which key.
import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { makeKey } from './login/key.ts'
import { memoryStore } from './memory-store.ts'
import { parleyApp } from './parley-app.ts'
import { endsConnection, isUnreachable } from './predicates.ts'
import { ParleyRefusal } from './refusal.ts'
import type { Session } from './session.ts'
import type { Store } from './store.ts'

type Seen = { method: string; path: string; key: string | undefined; proof: string; token: string; body: string }
type Answer = (request: Seen, response: ServerResponse, n: number) => void

const read = async (request: IncomingMessage): Promise<string> => {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}

/** A server that answers as told, and a session on it. */
const against = async (
  answer: Answer
): Promise<{ session: Session; seen: Seen[]; ended: string[]; store: Store } & AsyncDisposable> => {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const body = await read(request)
      const { headers } = request
      const entry: Seen = {
        method: request.method ?? '',
        path: request.url ?? '',
        key: headers['idempotency-key'] as string | undefined,
        proof: (headers['dpop'] as string | undefined) ?? '',
        token: headers.authorization ?? '',
        body
      }
      seen.push(entry)
      answer(entry, response, seen.length)
    })()
  }).listen(0, 'localhost')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const store = memoryStore()
  const ended: string[] = []
  await store.set('session:s', {
    kind: 'session',
    id: 's',
    person: { id: 'p' },
    accessToken: 'first',
    accessExpiresAt: Date.now() + 600_000,
    refreshToken: 'refresh-1',
    key: await makeKey(store)
  })
  const app = parleyApp({
    platform: url,
    clientId: 'test',
    clientSecret: 'secret',
    redirectUri: `${url}/callback`,
    store,
    onEnded: (id, why) => ended.push(`${id} ${why.code}`),
    // These answers come from no platform, and this is about how often they are asked for.
    log: { vkey: 'example.org/log1+9d3f7f31+AQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJ' },
    onBadReceipt: () => undefined
  })
  const session = await app.session('s')
  assert.ok(session)
  return {
    session,
    seen,
    ended,
    store,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
const problem = (response: ServerResponse, status: number, code: string, headers: Record<string, string> = {}): void =>
  json(response, status, { type: `/problems/${code}`, title: code, status, code }, headers)
const inactive = (response: ServerResponse): void =>
  problem(response, 401, 'token_inactive', { 'www-authenticate': 'DPoP error="invalid_token"' })

/** Discovery and token endpoint of the bad server. */
const oauth = (
  request: Seen,
  response: ServerResponse,
  token: (n: number) => [number, unknown],
  count: { n: number }
): boolean => {
  if (request.path === '/.well-known/openid-configuration') {
    const issuer = `http://${response.req.headers.host}`
    json(response, 200, {
      issuer,
      token_endpoint: `${issuer}/oauth/token`,
      authorization_endpoint: `${issuer}/oauth/authorize`
    })
    return true
  }
  if (request.path !== '/oauth/token') return false
  // A moment of work, so that calls at the same time meet here.
  setTimeout(() => {
    const [status, body] = token(++count.n)
    json(response, status, body)
  }, 30)
  return true
}

test('a write is repeated after a broken connection and a 503, always under one key and with a fresh proof', async () => {
  await using server = await against((_request, response, n) => {
    if (n === 1) response.destroy()
    else if (n === 2) response.writeHead(503, { 'retry-after': '0' }).end()
    else json(response, 201, { id: 'm' })
  })
  const message = await server.session.messages.write('c', { text: 'hello' })
  assert.equal(message.id, 'm')
  assert.equal(server.seen.length, 3)
  assert.equal(new Set(server.seen.map(({ key }) => key)).size, 1)
  assert.match(server.seen[0]?.key ?? '', /^[0-9a-f-]{36}$/)
  assert.equal(new Set(server.seen.map(({ proof }) => proof)).size, 3)
})

test('a refusal says whether an earlier try of the same call got no answer', async () => {
  for (const lost of [true, false]) {
    await using server = await against((_request, response, n) => {
      if (lost && n === 1) response.destroy()
      else json(response, 403, { code: 'grant_paused', status: 403, title: 'Paused' })
    })
    const error = await server.session.messages.write('c', { text: 'x' }).catch((thrown: unknown) => thrown)
    assert.ok(error instanceof ParleyRefusal)
    assert.equal(error.afterLoss, lost)
  }
})

test('a key that the app gives is the key that goes out', async () => {
  await using server = await against((_request, response) => json(response, 201, { id: 'm' }))
  await server.session.messages.write('c', { text: 'hello' }, { key: 'mine' })
  assert.equal(server.seen[0]?.key, 'mine')
})

test('a refusal is not repeated, and says what is missing', async () => {
  await using server = await against((_request, response) =>
    json(response, 403, {
      type: '/problems/right-missing',
      title: 'No',
      status: 403,
      code: 'right_missing',
      right: 'write',
      detail: 'why'
    })
  )
  const error = await server.session.messages.write('c', { text: 'x' }).catch((thrown: unknown) => thrown)
  assert.ok(error instanceof ParleyRefusal)
  assert.deepEqual(
    [error.code, error.status, error.title, error.detail, error.right],
    ['right_missing', 403, 'No', 'why', 'write']
  )
  assert.equal(server.seen.length, 1)
})

test('a Retry-After that is too long to wait for becomes a refusal with its seconds', async () => {
  await using server = await against((_request, response) =>
    problem(response, 429, 'rate_limited', { 'retry-after': '120' })
  )
  const error = await server.session.messages.me().catch((thrown: unknown) => thrown)
  assert.ok(error instanceof ParleyRefusal)
  assert.deepEqual([error.code, error.retryAfter, server.seen.length], ['rate_limited', 120, 1])
})

test('a server that stays broken is unreachable after four tries', async () => {
  await using server = await against((_request, response) => response.writeHead(502).end())
  const error = await server.session.messages.me().catch((thrown: unknown) => thrown)
  assert.ok(isUnreachable(error))
  assert.deepEqual([error.status, server.seen.length], [502, 4])
})

test('an aborted call ends at once with the reason of the caller', async () => {
  await using server = await against(() => undefined)
  const stop = new AbortController()
  const call = server.session.messages.me({ signal: stop.signal })
  setTimeout(() => stop.abort(new Error('enough')), 50)
  await assert.rejects(call, /enough/)
})

test('a DPoP nonce that the server asks for is used in the next try', async () => {
  await using server = await against((_request, response, n) => {
    if (n === 1)
      problem(response, 401, 'proof_invalid', {
        'dpop-nonce': 'n-1',
        'www-authenticate': 'DPoP error="use_dpop_nonce"'
      })
    else json(response, 200, { person: { id: 'p', name: 'Ana' } })
  })
  await server.session.messages.me()
  const claims = JSON.parse(Buffer.from(server.seen[1]?.proof.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >
  assert.equal(claims['nonce'], 'n-1')
})

test('calls at the same time share one refresh, and go on with its token', async () => {
  const count = { n: 0 }
  await using server = await against((request, response) => {
    if (
      oauth(
        request,
        response,
        (n) => [200, { access_token: `new-${n}`, token_type: 'DPoP', expires_in: 600, refresh_token: `r-${n}` }],
        count
      )
    )
      return
    if (request.token === 'DPoP first') inactive(response)
    else json(response, 200, { person: { id: 'p', name: request.token } })
  })
  const answers = await Promise.all(Array.from({ length: 8 }, () => server.session.messages.me()))
  assert.ok(answers.every(({ person }) => person.name === 'DPoP new-1'))
  assert.equal(count.n, 1)
  const kept = await server.store.get('session:s')
  assert.ok(kept?.kind === 'session')
  assert.deepEqual([kept.accessToken, kept.refreshToken], ['new-1', 'r-1'])
})

test('a refused refresh ends the connection, and tells it once', async () => {
  const count = { n: 0 }
  await using server = await against((request, response) => {
    if (oauth(request, response, () => [400, { error: 'invalid_grant' }], count)) return
    inactive(response)
  })
  const errors = await Promise.all(
    Array.from({ length: 3 }, () => server.session.messages.me().catch((error: unknown) => error))
  )
  assert.ok(errors.every(endsConnection))
  assert.deepEqual(server.ended, ['s invalid_grant'])
  assert.equal(server.session.ended, 'invalid_grant')
  const before = server.seen.length
  await assert.rejects(server.session.messages.me(), endsConnection)
  assert.equal(server.seen.length, before)
})

test('a watch goes through pages, outages and limits, and ends with its signal', async () => {
  await using server = await against((request, response, n) => {
    if (n === 1) json(response, 200, { items: [{ id: 'a' }], next: 'c1', more: true })
    else if (n === 2) problem(response, 429, 'rate_limited', { 'retry-after': '0' })
    else if (request.path.includes('after=c1')) json(response, 200, { items: [{ id: 'b' }], next: 'c2', more: false })
    else json(response, 200, { items: [], next: 'c2', more: false })
  })
  const stop = new AbortController()
  const ids: string[] = []
  for await (const page of server.session.messages.watch({ everyMs: 20, signal: stop.signal })) {
    ids.push(...page.items.map(({ id }) => id))
    if (ids.length === 2) setTimeout(() => stop.abort(), 60)
  }
  assert.deepEqual(ids, ['a', 'b'])
})
