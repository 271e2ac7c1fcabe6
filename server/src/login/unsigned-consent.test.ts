// What a passkey did not sign exactly so, is not given.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { newSecret } from '@parley/server/base/random.ts'
import { TestAuthenticator, type Wrong } from '@parley/world/test-authenticator.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { browserOf, openTestApp, type TestApp } from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import {
  addTestPasskey,
  offerSigning,
  openConsent,
  signConsent,
  submitConsent,
  type AtConsent
} from '@parley/world/test-signing.ts'

let parley: TestPlatform
let app: TestApp
let ana: TestPerson
let ben: TestPerson
let cara: TestPerson
let anas: TestAuthenticator
let bens: TestAuthenticator
let withBen: string

before(async () => {
  parley = await startTestPlatform({ limitFactor: 10_000 })
  app = await openTestApp(parley, await registerTestClient(parley, { clientId: 'tunes' }))
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  cara = await signUpPerson(parley, 'cara')
  await befriend(ana, ben)
  await befriend(ana, cara)
  withBen = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  ;[anas, bens] = [await addKey(ana), await addKey(ben)]
})
after(() => parley.close())
beforeEach(() => parley.sql`update grants.grant set ended_at = now(), ended_because = 'revoked' where ended_at is null`)

const ask = { details: [{ actions: ['read' as const, 'write' as const] }] }
const atConsent = (person: TestPerson = ana, tick: Record<string, string[]> = {}): Promise<AtConsent> =>
  openConsent(parley, person, app, { ask, tick: { action: ['read'], conversation: [withBen], ...tick } })
const addKey = async (person: TestPerson): Promise<TestAuthenticator> => {
  const key = new TestAuthenticator(parley.url)
  await addTestPasskey(person, key)
  return key
}

const liveGrants = async (): Promise<number> => {
  const [row] = await parley.sql<{ n: number }[]>`select count(*) as n from grants.grant where ended_at is null`
  return row!.n
}

const lastSigned = async (): Promise<boolean> =>
  (await ana.get<{ items: { signed: boolean }[] }>('/api/grants')).body.items[0]!.signed

const withSignature = (body: URLSearchParams, signature: string): URLSearchParams => {
  body.set('signature', signature)
  return body
}

test('what the passkey did not sign is not given, and the person can try again or allow without it', async () => {
  const wrong: Wrong[] = [
    { challenge: newSecret() },
    { origin: 'https://evil.example' },
    { rpId: 'evil.example' },
    { userVerified: false },
    { counter: 5 },
    { userHandle: Buffer.from(ben.id).toString('base64url') }
  ]
  anas.counter = 5
  await parley.sql`update people.passkey set counter = 5 where person_id = ${ana.id}`
  let at = await atConsent()
  for (const one of wrong) {
    const { status, text } = await submitConsent(at, await signConsent(at, anas, one))
    assert.equal(status, 422, JSON.stringify(one))
    assert.match(text, /Your passkey did not sign what is ticked now/)
  }
  assert.equal((await submitConsent(at, await signConsent(at, bens))).status, 422, 'the passkey of somebody else')
  assert.equal(
    (await submitConsent(at, await signConsent(at, new TestAuthenticator(parley.url)))).status,
    422,
    'of nobody'
  )
  at = await atConsent()
  for (const signature of ['', '{}', '{"id":7}', '[]', 'null', '{'])
    assert.ok(
      [400, 422].includes((await submitConsent(at, withSignature(await signConsent(at, anas), signature))).status),
      signature
    )
  assert.equal(await liveGrants(), 0)
  assert.equal((await submitConsent(at, await signConsent(at, anas))).status, 303)
  assert.equal(await lastSigned(), true)

  const again = await atConsent()
  await signConsent(again, anas)
  again.body.set('decision', 'unsigned')
  assert.equal((await submitConsent(again, again.body)).status, 303)
  assert.equal(await lastSigned(), false)
})

test('answers other than those that were signed are not given', async () => {
  const changes: Record<string, (body: URLSearchParams) => void> = {
    wider: (body) => body.append('action', 'write'),
    narrower: (body) => body.set('until', 'hour'),
    elsewhere: (body) => (body.delete('conversation'), body.set('person', cara.id))
  }
  for (const [name, change] of Object.entries(changes)) {
    const at = await atConsent()
    const body = await signConsent(at, anas)
    change(body)
    assert.equal((await submitConsent(at, body)).status, 422, name)
  }
  assert.equal(await liveGrants(), 0)
})

test('a signature gives once: not in another login, not a second time, not after its five minutes', async () => {
  const at = await atConsent()
  const body = await signConsent(at, anas)
  const other = await atConsent()
  const theirs = withSignature(await signConsent(other, anas), body.get('signature')!)
  assert.equal((await submitConsent(other, theirs)).status, 422)
  const answers = await Promise.all([submitConsent(at, body), submitConsent(at, body)])
  assert.deepEqual(
    answers.map(({ status }) => status),
    [303, 303]
  )
  assert.equal(await liveGrants(), 1)
  await at.browser.open(answers[0].location!)
  assert.equal((await submitConsent(at, body)).status, 409)

  const late = await atConsent()
  const lateBody = await signConsent(late, anas)
  await parley.sql`update login.signing set expires_at = expires_at - interval '5 minutes'`
  assert.equal((await submitConsent(late, lateBody)).status, 422)
  assert.equal(await liveGrants(), 1)
})

test('of two signatures that were asked for one after the other, the first is worth nothing', async () => {
  const at = await atConsent()
  const first = await signConsent(at, anas)
  const second = await signConsent(at, anas)
  assert.equal((await submitConsent(at, first)).status, 422)
  assert.equal((await submitConsent(at, second)).status, 422, 'and the wrong answer used up the second')
  assert.equal(await liveGrants(), 0)
})

test('a passkey that was removed meanwhile signs nothing', async () => {
  const key = await addKey(ana)
  const at = await atConsent()
  const body = await signConsent(at, key)
  const [row] = await parley.sql<{ id: string }[]>`
    select id from people.passkey where credential_id = ${key.credentialId}`
  assert.equal((await ana.delete(`/api/passkeys/${row!.id}`)).status, 204)
  assert.equal((await submitConsent(at, body)).status, 422)
  assert.equal(await liveGrants(), 0)
})

test('a copied passkey that answers twice with one counter signs once', async () => {
  const [one, two] = [await atConsent(), await atConsent()]
  const counter = anas.counter + 10
  const bodies = [await signConsent(one, anas, { counter }), await signConsent(two, anas, { counter })] as const
  const answers = await Promise.all([submitConsent(one, bodies[0]), submitConsent(two, bodies[1])])
  anas.counter = counter
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [303, 422]
  )
})

test('when the app is registered otherwise meanwhile, nothing is given', async () => {
  const at = await atConsent()
  const unsigned = await atConsent()
  const body = await signConsent(at, anas)
  unsigned.body.set('decision', 'unsigned')
  const [before] = await parley.sql<{ purpose: string }[]>`select purpose from grants.app where client_id = 'tunes'`
  await parley.sql`update grants.app set purpose = 'To read everything.' where client_id = 'tunes'`
  assert.equal((await submitConsent(at, body)).status, 409)
  assert.equal((await submitConsent(unsigned, unsigned.body)).status, 409)
  await parley.sql`update grants.app set purpose = ${before!.purpose} where client_id = 'tunes'`
  assert.equal(await liveGrants(), 0)
})

test('nothing is offered to be signed that could not be allowed', async () => {
  const at = await atConsent()
  const cases: [string, (body: URLSearchParams) => void, number][] = [
    ['more than was asked', (body) => body.append('action', 'delete'), 400],
    ['a conversation of others', (body) => body.set('conversation', crypto.randomUUID()), 404],
    ['somebody who is no friend', (body) => body.set('person', crypto.randomUUID()), 403],
    ['no action', (body) => body.delete('action'), 422],
    ['another seal', (body) => body.set('csrf', 'x'), 409],
    ['another page', (body) => body.set('shown', crypto.randomUUID()), 409]
  ]
  for (const [name, change, status] of cases) {
    const body = new URLSearchParams(at.body)
    change(body)
    const answer = await offerSigning({ ...at, body })
    assert.equal(answer.status, status, name)
    assert.ok(answer.problem, name)
  }
  const foreign = await offerSigning(at, { origin: 'https://evil.example' })
  assert.equal(foreign.status, 403)
  const bensBrowser = browserOf(parley, ben)
  assert.equal((await offerSigning({ ...at, browser: bensBrowser })).status, 409)
})
