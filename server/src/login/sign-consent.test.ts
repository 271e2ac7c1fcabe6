// Permissions that a person's passkey signs: given exactly as signed, and in every other case not given.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import { passkeyProblem } from '@parley/protocol/log/passkey-problem.ts'
import { sha256 } from '@parley/server/base/hash.ts'
import { newSecret } from '@parley/server/base/random.ts'
import { TestAuthenticator, type Wrong } from '@parley/world/test-authenticator.ts'
import type { TestBrowser } from '@parley/world/test-browser.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import {
  browserOf,
  finishTestLogin,
  openTestApp,
  startTestLogin,
  type Started,
  type TestApp
} from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let app: TestApp
let ana: TestPerson
let ben: TestPerson
let cara: TestPerson
let anas: TestAuthenticator
let bens: TestAuthenticator
let withBen: string

const addKey = async (person: TestPerson, algorithm?: 'EdDSA' | 'RS256'): Promise<TestAuthenticator> => {
  const key = new TestAuthenticator(parley.url, algorithm)
  const offer = (await person.post('/api/passkeys/options')).body
  assert.equal((await person.post('/api/passkeys', { ...key.make(offer), name: 'Key' })).status, 201)
  return key
}

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

type At = { browser: TestBrowser; started: Started; path: string; body: URLSearchParams }

const atConsent = async (person: TestPerson = ana, tick: Record<string, string[]> = {}): Promise<At> => {
  const browser = browserOf(parley, person)
  const started = await startTestLogin(app, { details: [{ actions: ['read', 'write'] }] })
  await browser.open(started.url)
  const { action } = browser.form('Allow')
  const body = browser.bodyOf('Allow', { tick: { action: ['read'], conversation: [withBen], ...tick } })
  return { browser, started, path: action, body }
}

const send = ({ browser }: At, path: string, body: URLSearchParams, headers: Record<string, string> = {}) =>
  browser.request(`${parley.url}${path}`, { method: 'POST', body, headers: { origin: parley.url, ...headers } })

const offer = async (at: At) => {
  const answer = await send(at, `${at.path}/sign`, at.body)
  const body = (await answer.json()) as { options: { challenge: string; rpId: string }; problem?: string }
  return { status: answer.status, ...body }
}

/** What the page's script sends once the passkey has answered. */
const signed = async (at: At, key: TestAuthenticator, wrong: Wrong = {}): Promise<URLSearchParams> => {
  const { options, status, problem } = await offer(at)
  assert.equal(status, 200, problem)
  const { response } = key.answer({ challenge: options.challenge, options }, wrong)
  const body = new URLSearchParams(at.body)
  body.set('signature', JSON.stringify(response))
  return body
}

const submit = async (at: At, body: URLSearchParams) => {
  const answer = await send(at, at.path, body)
  return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') }
}

const liveGrants = async (): Promise<number> => {
  const [row] = await parley.sql<{ n: number }[]>`select count(*) as n from grants.grant where ended_at is null`
  return row!.n
}

type Kept = { grant: string; shared: string; owner: string; text: string; signature: string | null }

const lastGiven = async (): Promise<Kept> => {
  const [row] = await parley.sql<Kept[]>`
    select e.grant_id as "grant", e.shared, e.owner, c.text, c.signature
    from log.entry e join grants.consent c on c.grant_id = e.grant_id where e.kind = 'give' order by e.id desc limit 1`
  return row!
}

/** What the verifier asks about a permission, with the keys that the log holds. */
const evidenceProblem = async ({ shared, owner, text, signature }: Kept): Promise<string | undefined> => {
  const [about, said] = [parseShared(shared), parseOwner('grant', owner)]
  assert.ok(about.frame === 'grant' && signature !== null)
  assert.equal(said.signed, sha256(signature).toString('hex'))
  assert.equal(said.consent, sha256(text).toString('hex'))
  const rows = await parley.sql<{ owner: string }[]>`select owner from log.entry where kind = 'passkey' order by id`
  const keys = new Map(
    rows.map((row) => {
      const { who, credential, key } = parseOwner('passkey', row.owner)
      return [`${who} ${credential}`, key]
    })
  )
  return passkeyProblem(signature, about.app, said, (credential) => keys.get(`${said.who} ${credential}`))
}

test('a permission is given as it was signed, and its evidence holds', async () => {
  const at = await atConsent()
  assert.match(at.browser.seen!.text, /your passkey signs this page with your answers/)
  const { status, location } = await submit(at, await signed(at, anas))
  assert.equal(status, 303)
  const back = await at.browser.open(location!)
  const tokens = await finishTestLogin(app, at.started, back)
  const kept = await lastGiven()
  assert.equal((tokens['authorization_details'] as Record<string, unknown>[])[0]?.['grant'], kept.grant)
  assert.equal(await evidenceProblem(kept), undefined)
  assert.match(kept.text, /\[x\] read messages\n\[ \] write messages/)
  const grant = (await ana.get(`/api/grants/${kept.grant}`)).body
  assert.equal(grant.signed, true)
  assert.deepEqual(grant.answers.conversations, [withBen])
  assert.equal((await ana.post(`/api/grants/${kept.grant}/narrow`, { until: 'hour' })).status, 200)
  const [narrow] = await parley.sql<{ owner: string }[]>`
    select owner from log.entry where grant_id = ${kept.grant} and kind = 'narrow'`
  assert.equal(parseOwner('grant', narrow!.owner).signed, null)
})

test('Ed25519 and RS256 passkeys sign too', async () => {
  for (const algorithm of ['EdDSA', 'RS256'] as const) {
    const key = await addKey(ana, algorithm)
    const at = await atConsent()
    assert.equal((await submit(at, await signed(at, key))).status, 303, algorithm)
    assert.equal(await evidenceProblem(await lastGiven()), undefined, algorithm)
  }
})

test('what is kept is the page as it was shown, whatever has changed since', async () => {
  for (const button of ['Allow', 'Allow without my passkey']) {
    const at = await atConsent()
    await at.browser.click('Show me again with what I ticked', {
      tick: { action: ['read'], conversation: [withBen], messages: ['own'] }
    })
    const shown = /\d+ of your \d+ messages?/.exec(at.browser.seen!.text)![0]
    at.body = at.browser.bodyOf(button)
    await ana.post(`/api/conversations/${withBen}/messages`, { clientId: crypto.randomUUID(), text: 'one more' })
    const body = button === 'Allow' ? await signed(at, anas) : at.body
    assert.equal((await submit(at, body)).status, 303)
    assert.ok((await lastGiven()).text.includes(shown), shown)
  }
})

test('what the passkey did not sign is not given, and the person can try again or allow without it', async () => {
  const wrong: Wrong[] = [
    { challenge: newSecret() },
    { origin: 'https://evil.example' },
    { rpId: 'evil.example' },
    { userVerified: false },
    { counter: 1 },
    { userHandle: Buffer.from(ben.id).toString('base64url') }
  ]
  let at = await atConsent()
  for (const one of wrong) {
    const { status, text } = await submit(at, await signed(at, anas, one))
    assert.equal(status, 422, JSON.stringify(one))
    assert.match(text, /Your passkey did not sign what is ticked now/)
  }
  assert.equal((await submit(at, await signed(at, bens))).status, 422, 'the passkey of somebody else')
  assert.equal((await submit(at, await signed(at, new TestAuthenticator(parley.url)))).status, 422, 'of nobody')
  at = await atConsent()
  for (const signature of ['', '{}', '{"id":7}', '[]', 'null', '{'])
    assert.ok(
      [400, 422].includes((await submit(at, withSignature(await signed(at, anas), signature))).status),
      signature
    )
  assert.equal(await liveGrants(), 0)
  assert.equal((await submit(at, await signed(at, anas))).status, 303)
  assert.equal(await evidenceProblem(await lastGiven()), undefined)

  const again = await atConsent()
  await signed(again, anas)
  again.body.set('decision', 'unsigned')
  assert.equal((await submit(again, again.body)).status, 303)
  const kept = await lastGiven()
  assert.equal(kept.signature, null)
  assert.equal(parseOwner('grant', kept.owner).signed, null)
  assert.equal((await ana.get(`/api/grants/${kept.grant}`)).body.signed, false)
})

const withSignature = (body: URLSearchParams, signature: string): URLSearchParams => {
  body.set('signature', signature)
  return body
}

test('answers other than those that were signed are not given', async () => {
  const changes: Record<string, (body: URLSearchParams) => void> = {
    wider: (body) => body.append('action', 'write'),
    narrower: (body) => body.set('until', 'hour'),
    elsewhere: (body) => (body.delete('conversation'), body.set('person', cara.id))
  }
  for (const [name, change] of Object.entries(changes)) {
    const at = await atConsent()
    const body = await signed(at, anas)
    change(body)
    assert.equal((await submit(at, body)).status, 422, name)
  }
  assert.equal(await liveGrants(), 0)
})

test('a signature gives once: not in another login, not a second time, not after its five minutes', async () => {
  const at = await atConsent()
  const body = await signed(at, anas)
  const other = await atConsent()
  const theirs = withSignature(await signed(other, anas), body.get('signature')!)
  assert.equal((await submit(other, theirs)).status, 422)
  const answers = await Promise.all([submit(at, body), submit(at, body)])
  assert.deepEqual(
    answers.map(({ status }) => status),
    [303, 303]
  )
  assert.equal(await liveGrants(), 1)
  await at.browser.open(answers[0].location!)
  assert.equal((await submit(at, body)).status, 409)

  const late = await atConsent()
  const lateBody = await signed(late, anas)
  await parley.sql`update login.signing set expires_at = expires_at - interval '5 minutes'`
  assert.equal((await submit(late, lateBody)).status, 422)
  assert.equal(await liveGrants(), 1)
})

test('of two signatures that were asked for one after the other, the first is worth nothing', async () => {
  const at = await atConsent()
  const first = await signed(at, anas)
  const second = await signed(at, anas)
  assert.equal((await submit(at, first)).status, 422)
  assert.equal((await submit(at, second)).status, 422, 'and the wrong answer used up the second')
  assert.equal(await liveGrants(), 0)
})

test('a passkey that was removed meanwhile signs nothing', async () => {
  const key = await addKey(ana)
  const at = await atConsent()
  const body = await signed(at, key)
  const [row] = await parley.sql<{ id: string }[]>`
    select id from people.passkey where credential_id = ${key.credentialId}`
  assert.equal((await ana.delete(`/api/passkeys/${row!.id}`)).status, 204)
  assert.equal((await submit(at, body)).status, 422)
  assert.equal(await liveGrants(), 0)
})

test('a copied passkey that answers twice with one counter signs once', async () => {
  const [one, two] = [await atConsent(), await atConsent()]
  const counter = anas.counter + 10
  const bodies = [await signed(one, anas, { counter }), await signed(two, anas, { counter })] as const
  const answers = await Promise.all([submit(one, bodies[0]), submit(two, bodies[1])])
  anas.counter = counter
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [303, 422]
  )
})

test('when the app is registered otherwise meanwhile, nothing is given', async () => {
  const at = await atConsent()
  const unsigned = await atConsent()
  const body = await signed(at, anas)
  unsigned.body.set('decision', 'unsigned')
  const [before] = await parley.sql<{ purpose: string }[]>`select purpose from grants.app where client_id = 'tunes'`
  await parley.sql`update grants.app set purpose = 'To read everything.' where client_id = 'tunes'`
  assert.equal((await submit(at, body)).status, 409)
  assert.equal((await submit(unsigned, unsigned.body)).status, 409)
  await parley.sql`update grants.app set purpose = ${before!.purpose} where client_id = 'tunes'`
  assert.equal(await liveGrants(), 0)
})

test('a friend who is picked without a conversation gets the one that was signed', async () => {
  const at = await atConsent(ana, { conversation: [], person: [cara.id] })
  const body = await signed(at, anas)
  const [none] = await parley.sql<{ n: number }[]>`
    select count(*) as n from conversations.conversation where ${cara.id} in (low_id, high_id)`
  assert.equal(none!.n, 0, 'asking opens nothing')
  assert.equal((await submit(at, body)).status, 303)
  const kept = await lastGiven()
  assert.equal(await evidenceProblem(kept), undefined)
  const [conversation] = parseOwner('grant', kept.owner).answers.conversations
  const { members } = (await ana.get(`/api/conversations/${conversation!.conversation}`)).body
  assert.deepEqual(members.map(({ handle }: { handle: string }) => handle).toSorted(), ['ana', 'cara'])
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
    const answer = await offer({ ...at, body })
    assert.equal(answer.status, status, name)
    assert.ok(answer.problem, name)
  }
  const foreign = await send(at, `${at.path}/sign`, at.body, { origin: 'https://evil.example' })
  assert.equal(foreign.status, 403)
  const bensBrowser = browserOf(parley, ben)
  assert.equal((await offer({ ...at, browser: bensBrowser })).status, 409)
})

test('whoever has no passkey is told that only Parley confirms, and allows as before', async () => {
  const at = await atConsent(cara, { conversation: [] })
  at.body.append('person', ana.id)
  assert.match(at.browser.seen!.text, /Only Parley confirms this permission\./)
  assert.ok(!at.browser.seen!.body.includes('<script'))
  assert.equal((await offer(at)).status, 422)
  assert.equal((await submit(at, at.body)).status, 303)
  assert.equal((await lastGiven()).signature, null)
})

test('without a script, a person with a passkey allows by the second button', async () => {
  const at = await atConsent()
  const page = await at.browser.click('Allow', { tick: { action: ['read'], conversation: [withBen] } })
  assert.equal(page.status, 422)
  assert.match(page.text, /Your passkey did not sign/)
  const back = await at.browser.click('Allow without my passkey')
  await finishTestLogin(app, at.started, back)
  assert.equal((await lastGiven()).signature, null)
})
