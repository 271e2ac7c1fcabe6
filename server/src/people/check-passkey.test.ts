// Passkeys, with a real authenticator in software: signing up, signing in, adding, removing, and everything that must fail.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import { newSecret } from '@parley/server/base/random.ts'
import { TestAuthenticator, type Wrong } from '@parley/world/test-authenticator.ts'
import { ask, signUpPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
before(async () => {
  // All of these people come from one address.
  parley = await startTestPlatform({ limitFactor: 20 })
})
after(() => parley.close())

const post = (path: string, body?: unknown, cookie = '') => ask(parley.url, cookie, 'POST', path, body)
const someHandle = () => `k${newSecret(6).toLowerCase().replaceAll('-', 'x')}`
const offerSignUp = async (handle = someHandle()) =>
  (await post('/api/sign-up/passkey/options', { handle, name: 'Kim' })).body
const offerSignIn = async () => (await post('/api/sign-in/passkey/options', {})).body

const signUp = async () => {
  const key = new TestAuthenticator(parley.url)
  const answer = await post('/api/sign-up/passkey', key.make(await offerSignUp()))
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  return { key, me: answer.body, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0]! }
}
const signIn = async (key: TestAuthenticator, wrong: Wrong = {}) =>
  post('/api/sign-in/passkey', key.answer(await offerSignIn(), wrong))

test('a person signs up with a passkey alone, and the log records it', async () => {
  const handle = someHandle()
  const offer = await offerSignUp(handle)
  assert.equal(offer.options.rp.id, 'localhost')
  assert.equal(offer.options.user.name, handle)
  assert.equal(offer.options.challenge, offer.challenge)
  assert.equal(offer.options.attestation, 'none')
  assert.deepEqual(
    { ...offer.options.authenticatorSelection },
    { residentKey: 'required', userVerification: 'required', requireResidentKey: true }
  )
  const { status, body } = await post('/api/sign-up/passkey', new TestAuthenticator(parley.url).make(offer))
  assert.equal(status, 201)
  assert.deepEqual([body.handle, body.passkeys, body.hasPassword], [handle, 1, false])
  const entries = await parley.sql`select kind from log.entry where person_id = ${body.id}`
  assert.deepEqual(
    entries.map((e) => e['kind']),
    ['open', 'passkey']
  )
})

test('a passkey signs in without a handle, and its use is remembered', async () => {
  const { key, me } = await signUp()
  const offer = await offerSignIn()
  assert.deepEqual(offer.options.allowCredentials ?? [], [])
  assert.equal(offer.options.userVerification, 'required')
  const answer = await post('/api/sign-in/passkey', key.answer(offer))
  assert.equal(answer.status, 200)
  assert.deepEqual(answer.body, me)
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
  const [listed] = (await ask(parley.url, cookie, 'GET', '/api/passkeys')).body.items
  assert.ok(listed.usedAt >= listed.addedAt)
  const [row] = await parley.sql`select transports, counter from people.passkey where id = ${listed.id}`
  assert.deepEqual({ ...row }, { transports: ['internal'], counter: 1 })
})

test('the log states each passkey that a person adds, by its public key, and its removal', async () => {
  const person = await signUpPerson(parley, someHandle())
  const made = []
  for (const algorithm of ['ES256', 'EdDSA', 'RS256'] as const) {
    const key = new TestAuthenticator(parley.url, algorithm)
    const offer = (await person.post('/api/passkeys/options')).body
    const added = await person.post('/api/passkeys', { ...key.make(offer), name: algorithm })
    assert.equal(added.status, 201, JSON.stringify(added.body))
    assert.equal((await signIn(key)).status, 200)
    made.push({ key, id: added.body.id })
  }
  assert.equal((await person.delete(`/api/passkeys/${made[0]!.id}`)).status, 204)
  const rows = await parley.sql<{ shared: string; owner: string; lid: string; parties: string[] }[]>`
    select shared, owner, parties, log.lid(person_id) as lid from log.entry
    where person_id = ${person.id} and kind = 'passkey' order by id`
  const stated = rows.map(({ shared, owner, lid, parties }) => {
    assert.equal(parseShared(shared).t, 'passkey')
    const { who, credential, key } = parseOwner('passkey', owner)
    assert.deepEqual([who, parties], [lid, [person.id]])
    return { credential, key }
  })
  assert.deepEqual(stated, [
    ...made.map(({ key }) => ({ credential: key.credentialId, key: key.spki.toString('base64') })),
    { credential: made[0]!.key.credentialId, key: '' }
  ])
})

test('an authenticator without a counter signs in again and again', async () => {
  const { key } = await signUp()
  for (let i = 0; i < 3; i++) assert.equal((await signIn(key, { counter: 0 })).status, 200)
})

test('a sign-in from another origin, for another host, or without verifying its holder is refused', async () => {
  const { key } = await signUp()
  for (const wrong of [
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:1' },
    { rpId: 'evil.example' },
    { userVerified: false },
    { challenge: newSecret() },
    { userHandle: Buffer.from('somebody').toString('base64url') }
  ] satisfies Wrong[]) {
    const { status, body } = await signIn(key, wrong)
    assert.deepEqual([status, body.code], [422, 'passkey_failed'], JSON.stringify(wrong))
  }
  assert.equal((await signIn(key)).status, 200)
})

test('a sign-up from another origin, for another host, or without verifying its holder is refused', async () => {
  for (const wrong of [
    { origin: 'https://evil.example' },
    { rpId: 'evil.example' },
    { userVerified: false },
    { challenge: newSecret() }
  ] satisfies Wrong[]) {
    const answer = await post(
      '/api/sign-up/passkey',
      new TestAuthenticator(parley.url).make(await offerSignUp(), wrong)
    )
    assert.deepEqual([answer.status, answer.body.code], [422, 'passkey_failed'], JSON.stringify(wrong))
  }
})

test('an attestation with certificates is refused unread', async () => {
  const statement = new Map([['x5c', 'anything']])
  for (const format of ['packed', 'android-key', 'tpm', 'apple', 'fido-u2f', 'none']) {
    const made = new TestAuthenticator(parley.url).make(await offerSignUp(), { format, statement })
    assert.equal((await post('/api/sign-up/passkey', made)).body.code, 'passkey_failed', format)
  }
})

test('a counter that does not rise is refused: the key may have been copied', async () => {
  const { key } = await signUp()
  assert.equal((await signIn(key, { counter: 7 })).status, 200)
  assert.equal((await signIn(key, { counter: 7 })).body.code, 'passkey_failed')
  assert.equal((await signIn(key, { counter: 6 })).body.code, 'passkey_failed')
  assert.equal((await signIn(key, { counter: 0 })).body.code, 'passkey_failed')
  assert.equal((await signIn(key, { counter: 8 })).status, 200)
})

test('a copied key that answers at the same time with the same counter signs in once', async () => {
  const { key } = await signUp()
  const offers = await Promise.all(Array.from({ length: 4 }, offerSignIn))
  const answers = await Promise.all(
    offers.map((offer) => post('/api/sign-in/passkey', key.answer(offer, { counter: 5 })))
  )
  assert.deepEqual(
    answers.map((a) => a.status).toSorted((x, y) => x - y),
    [200, 422, 422, 422]
  )
})

test('a challenge is answered once, also at the same time and after a wrong answer', async () => {
  const { key } = await signUp()
  const offer = await offerSignIn()
  const answer = key.answer(offer)
  const answers = await Promise.all(Array.from({ length: 4 }, () => post('/api/sign-in/passkey', answer)))
  assert.deepEqual(
    answers.map((a) => a.status).toSorted((x, y) => x - y),
    [200, 422, 422, 422]
  )
  assert.equal((await post('/api/sign-in/passkey', key.answer(offer))).body.code, 'challenge_expired')

  const second = await offerSignIn()
  await post('/api/sign-in/passkey', key.answer(second, { userVerified: false }))
  assert.equal((await post('/api/sign-in/passkey', key.answer(second))).body.code, 'challenge_expired')
})

test('a challenge of five minutes ago is refused', async () => {
  const { key } = await signUp()
  const offer = await offerSignIn()
  await parley.sql`update people.challenge set ends_at = ends_at - interval '5 minutes' where challenge = ${offer.challenge}`
  assert.equal((await post('/api/sign-in/passkey', key.answer(offer))).body.code, 'challenge_expired')
})

test('a challenge serves only what it was made for', async () => {
  const { key, cookie } = await signUp()
  assert.equal((await post('/api/sign-in/passkey', key.answer(await offerSignUp()))).body.code, 'challenge_expired')
  const other = await signUpPerson(parley, someHandle())
  const theirs = (await other.post('/api/passkeys/options')).body
  const made = { ...new TestAuthenticator(parley.url).make(theirs), name: 'Stolen' }
  assert.equal((await post('/api/passkeys', made, cookie)).body.code, 'challenge_expired')
})

test('answers of any other form are refused', async () => {
  const { key } = await signUp()
  const offered = await offerSignIn()
  const good = key.answer(offered).response
  for (const response of [
    {},
    { id: 5, rawId: 5 },
    { ...good, response: 1 },
    { ...good, response: {} },
    { ...good, id: 'x' }
  ]) {
    const { challenge } = await offerSignIn()
    assert.equal((await post('/api/sign-in/passkey', { challenge, response })).body.code, 'passkey_failed')
    const up = await offerSignUp()
    assert.equal(
      (await post('/api/sign-up/passkey', { challenge: up.challenge, response })).body.code,
      'passkey_failed'
    )
  }
  assert.equal((await post('/api/sign-in/passkey', { challenge: 1, response: {} })).status, 400)
  assert.equal((await post('/api/sign-in/passkey', { challenge: 'x', response: [] })).status, 400)
})

test('a key of nobody, and a key that was removed, sign nobody in', async () => {
  assert.equal((await signIn(new TestAuthenticator(parley.url))).body.code, 'passkey_failed')
  const person = await signUpPerson(parley, someHandle())
  const key = new TestAuthenticator(parley.url)
  const made = { ...key.make((await person.post('/api/passkeys/options')).body), name: 'Phone' }
  const added = await person.post('/api/passkeys', made)
  assert.equal((await signIn(key)).status, 200)
  assert.equal((await person.delete(`/api/passkeys/${added.body.id}`)).status, 204)
  assert.equal((await signIn(key)).body.code, 'passkey_failed')
})

test('the same passkey is not registered twice', async () => {
  const { key, cookie } = await signUp()
  const offer = (await post('/api/passkeys/options', undefined, cookie)).body
  assert.equal(offer.options.excludeCredentials[0].id, key.credentialId)
  assert.equal((await post('/api/passkeys', { ...key.make(offer), name: 'Again' }, cookie)).body.code, 'passkey_known')
  assert.equal((await post('/api/sign-up/passkey', key.make(await offerSignUp()))).body.code, 'passkey_known')
})

test('of two sign-ups with one handle at once, one succeeds and the other leaves no trace', async () => {
  const handle = someHandle()
  const offers = await Promise.all([offerSignUp(handle), offerSignUp(handle)])
  const answers = await Promise.all(
    offers.map((offer) => post('/api/sign-up/passkey', new TestAuthenticator(parley.url).make(offer)))
  )
  assert.deepEqual(
    answers.map((a) => a.status).toSorted((x, y) => x - y),
    [201, 409]
  )
  assert.equal((await post('/api/sign-up/passkey/options', { handle, name: 'K' })).body.code, 'handle_taken')
})

test('the last way to sign in stays, also when the last two keys are removed at once', async () => {
  for (let round = 0; round < 5; round++) {
    const { cookie } = await signUp()
    const offer = (await post('/api/passkeys/options', undefined, cookie)).body
    await post('/api/passkeys', { ...new TestAuthenticator(parley.url).make(offer), name: 'Second' }, cookie)
    const { items } = (await ask(parley.url, cookie, 'GET', '/api/passkeys')).body
    assert.equal(items.length, 2)
    const answers = await Promise.all(
      items.map((k: { id: string }) => ask(parley.url, cookie, 'DELETE', `/api/passkeys/${k.id}`))
    )
    assert.deepEqual(
      answers.map((a) => a.status).toSorted((x, y) => x - y),
      [204, 409]
    )
    assert.equal(answers.find((a) => a.status === 409)?.body.code, 'last_key')
  }
})

test('a person removes only their own passkeys', async () => {
  const { cookie } = await signUp()
  const [mine] = (await ask(parley.url, cookie, 'GET', '/api/passkeys')).body.items
  const other = await signUpPerson(parley, someHandle())
  assert.equal((await other.delete(`/api/passkeys/${mine.id}`)).body.code, 'passkey_missing')
  assert.equal((await other.delete('/api/passkeys/x')).status, 400)
})

test('passkeys come in pages, oldest first', async () => {
  const person = await signUpPerson(parley, someHandle())
  for (const name of ['One', 'Two', 'Three']) {
    const offer = (await person.post('/api/passkeys/options')).body
    await person.post('/api/passkeys', { ...new TestAuthenticator(parley.url).make(offer), name })
  }
  const first = (await person.get('/api/passkeys?limit=2')).body
  const second = (await person.get(`/api/passkeys?limit=2&after=${first.next}`)).body
  assert.deepEqual(
    [...first.items, ...second.items].map((k) => k.name),
    ['One', 'Two', 'Three']
  )
  assert.equal(second.next, undefined)
})

test('passkey requests are limited by address', async () => {
  const strict = await startTestPlatform()
  try {
    let status = 0
    for (let i = 0; i < 101 && status !== 429; i++)
      status = (await ask(strict.url, '', 'POST', '/api/sign-in/passkey/options', {})).status
    assert.equal(status, 429)
  } finally {
    await strict.close()
  }
})
