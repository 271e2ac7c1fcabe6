// Codes, refresh tokens, pushed requests and proofs work once, however many requests come at once, and a lost answer loses nobody.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { registerTestClient } from '@parley/world/test-client.ts'
import {
  browserOf,
  connectTestApp,
  finishTestLogin,
  openTestApp,
  startTestLogin,
  type Ask,
  type TestApp
} from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import * as client from 'openid-client'

let parley: TestPlatform
let app: TestApp
let other: TestApp
let spa: TestApp
let ana: TestPerson
let withBen: string

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  app = await openTestApp(parley, await registerTestClient(parley, { clientId: 'tunes' }))
  other = await openTestApp(parley, await registerTestClient(parley, { clientId: 'films' }))
  spa = await openTestApp(parley, await registerTestClient(parley, { clientId: 'spa', isPublic: true }), 'Ed25519')
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  withBen = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => parley.close())

const rights: Ask = {
  details: [{ actions: ['read', 'write'] }],
  scope: 'openid offline_access',
  more: { prompt: 'consent' }
}
const connect = (of: TestApp = app) =>
  connectTestApp(parley, ana, of, rights, 'Allow', { tick: { conversation: [withBen] } })

const refresh = (token: string, of: TestApp = app, dpop = of.dpop) =>
  client.refreshTokenGrant(of.config, token, undefined, { DPoP: dpop })

const isActive = async (token: string, of: TestApp = app): Promise<boolean> =>
  (await client.tokenIntrospection(of.config, token)).active

const liveRefreshTokens = async (): Promise<number> => {
  const [row] = await parley.sql<{ n: number }[]>`
    select count(*) as n from login.artifact where model = 'RefreshToken' and consumed_at is null`
  return row!.n
}

const outcomes = async <T>(
  tries: Promise<T>[]
): Promise<{ done: T[]; refused: { error?: string; error_description?: string }[] }> => {
  const settled = await Promise.allSettled(tries)
  return {
    done: settled.flatMap((s) => (s.status === 'fulfilled' ? [s.value] : [])),
    refused: settled.flatMap((s) => (s.status === 'rejected' ? [s.reason as { error?: string }] : []))
  }
}

/** A code that the browser came back with, not yet redeemed. */
const codeFor = async (of: TestApp) => {
  const browser = browserOf(parley, ana)
  const started = await startTestLogin(of, rights)
  await browser.open(started.url)
  const back = await browser.click('Allow', { tick: { action: ['read', 'write', 'delete'], conversation: [withBen] } })
  return { started, back }
}

test('one code redeemed by 10 requests at once is redeemed once', async () => {
  const { started, back } = await codeFor(app)
  const { done, refused } = await outcomes(Array.from({ length: 10 }, () => finishTestLogin(app, started, back)))
  assert.equal(done.length, 1)
  assert.ok(refused.every(({ error }) => error === 'invalid_grant'))
})

test('a code that comes a second time ends the tokens of the first', async () => {
  const { started, back } = await codeFor(app)
  const tokens = await finishTestLogin(app, started, back)
  assert.equal(await isActive(tokens.access_token), true)
  await assert.rejects(finishTestLogin(app, started, back), { error: 'invalid_grant' })
  assert.equal(await isActive(tokens.access_token), false)
  await assert.rejects(refresh(tokens.refresh_token!), { error: 'invalid_grant' })
})

test('the code of one app is worth nothing to another, and stays good for its own', async () => {
  const { started, back } = await codeFor(app)
  await assert.rejects(finishTestLogin({ ...other, app: app.app }, started, back), { error: 'invalid_grant' })
  assert.ok((await finishTestLogin(app, started, back)).access_token)
})

test('10 refreshes at once leave one live chain, and each caller has a usable answer', async () => {
  const tokens = await connect()
  const before = await liveRefreshTokens()
  const { done, refused } = await outcomes(Array.from({ length: 10 }, () => refresh(tokens.refresh_token!)))
  assert.equal(refused.length, 0)
  assert.equal(await liveRefreshTokens(), before)
  assert.equal(new Set(done.map((answer) => answer.refresh_token)).size, 1)
  for (const answer of done) assert.equal(await isActive(answer.access_token), true)
  assert.ok((await refresh(done[0]!.refresh_token!)).access_token)
})

test('a refresh reads each thing once', async () => {
  const tokens = await connect()
  const asked: string[] = []
  // The driver asks for it at each statement.
  const { options } = parley.sql as unknown as { options: { debug: unknown } }
  const { debug } = options
  options.debug = (_connection: number, text: string) => asked.push(text.trim().replaceAll(/\s+/g, ' '))
  try {
    await refresh(tokens.refresh_token!)
  } finally {
    options.debug = debug
  }
  const began = asked.indexOf('begin')
  const own = asked.slice(began, asked.indexOf('commit') + 1).filter((text) => !text.includes('log.outbox'))
  const reads = own.filter((text) => text.startsWith('select'))
  // The app, the lock, the refresh token, the permission behind it with its person.
  assert.equal(reads.length, 4, reads.join('\n'))
  assert.equal(own.length, 10, own.join('\n'))
})

test('a refresh whose answer was lost is answered again', async () => {
  const tokens = await connect()
  const before = await liveRefreshTokens()
  const lost = await refresh(tokens.refresh_token!)
  const again = await refresh(tokens.refresh_token!)
  assert.equal(again.refresh_token, lost.refresh_token)
  assert.equal(await liveRefreshTokens(), before)
  assert.ok((await refresh(again.refresh_token!)).access_token)
})

const makeRotationOld = () => parley.sql`
  update login.artifact set consumed_at = consumed_at - interval '1 minute' where model = 'RefreshToken' and consumed_at is not null`

test('a rotated refresh token that comes back after its successor was used ends the family', async () => {
  const tokens = await connect()
  const second = await refresh(tokens.refresh_token!)
  const third = await refresh(second.refresh_token!)
  await makeRotationOld()
  await assert.rejects(refresh(tokens.refresh_token!), { error: 'invalid_grant' })
  assert.equal(await isActive(third.access_token), false)
  await assert.rejects(refresh(third.refresh_token!), { error: 'invalid_grant' })
  // Its person is told: the permission ended, and why.
  const [detail] = tokens['authorization_details'] as unknown as { grant: string }[]
  let ended: { because: string } | undefined
  for (let tries = 0; !ended && tries < 100; tries++) {
    await sleep(50)
    ended = (await ana.get(`/api/grants/${detail!.grant}`)).body.ended
  }
  assert.equal(ended?.because, 'compromised')
  const [last] = (await ana.get(`/api/activity?grant=${detail!.grant}`)).body.items
  assert.match(last.sentence, /somebody may have a copy/)
})

test('a rotated refresh token that comes back after the new access token was used ends the family', async () => {
  const tokens = await connect()
  const second = await refresh(tokens.refresh_token!)
  await client.fetchUserInfo(app.config, second.access_token, client.skipSubjectCheck, { DPoP: app.dpop })
  await makeRotationOld()
  await assert.rejects(refresh(tokens.refresh_token!), { error: 'invalid_grant' })
  assert.equal(await isActive(second.access_token), false)
})

test('the same within a moment is a second request of the same app: refused, and nothing ends', async () => {
  const tokens = await connect()
  const second = await refresh(tokens.refresh_token!)
  await refresh(second.refresh_token!)
  await assert.rejects(refresh(tokens.refresh_token!), { error: 'invalid_grant', error_description: /a moment ago/ })
  assert.equal(await isActive(second.access_token), true)
})

test('a refresh token of a confidential or public app works with its own key only', async () => {
  for (const each of [app, spa]) {
    const tokens = await connect(each)
    const foreign = client.getDPoPHandle(each.config, await client.randomDPoPKeyPair('ES256'))
    await assert.rejects(refresh(tokens.refresh_token!, each, foreign), { error: 'invalid_grant' })
    // A stranger who has an old refresh token but not the key cannot take the new one away either.
    const second = await refresh(tokens.refresh_token!, each)
    await assert.rejects(refresh(tokens.refresh_token!, each, foreign), { error: 'invalid_grant' })
    assert.ok((await refresh(second.refresh_token!, each)).access_token)
  }
})

test('a pushed request is good for one login, for its own app, for a minute', async () => {
  const started = await startTestLogin(app, { ...rights, pushed: true })
  const foreign = new URL(started.url)
  foreign.searchParams.set('client_id', 'films')
  assert.match((await browserOf(parley, ana).open(foreign)).text, /cannot go on/)
  const [first, second] = [browserOf(parley, ana), browserOf(parley, ana)]
  await first.open(started.url)
  await second.open(started.url)
  const backs = await Promise.all(
    [first, second].map((browser) =>
      browser.click('Allow', { tick: { action: ['read', 'write', 'delete'], conversation: [withBen] } })
    )
  )
  assert.equal(backs.filter((back) => back.url.searchParams.has('code')).length, 1)
  assert.match((await browserOf(parley, ana).open(started.url)).text, /cannot go on|invalid_request_uri/)
  const old = await startTestLogin(app, { ...rights, pushed: true })
  await parley.sql`
    update login.artifact set payload = payload || jsonb_build_object('exp', (payload ->> 'exp')::bigint - 120)
    where model = 'PushedAuthorizationRequest'`
  assert.match((await browserOf(parley, ana).open(old.url)).text, /cannot go on/)
})

test('no token, code or session value stands in the database', async () => {
  const tokens = await connect()
  const [row] = await parley.sql<{ all: string }[]>`select string_agg(a::text, '') as all from login.artifact a`
  for (const value of [tokens.access_token, tokens.refresh_token!]) assert.ok(!row!.all.includes(value))
  assert.ok(!row!.all.includes('"cookie"'))
})
