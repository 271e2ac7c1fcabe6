// DPoP proofs at the partner API (RFC 9449 §4.3): one wrong part, and nothing is disclosed and nothing is recorded.
import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sendRaw } from '@parley/world/raw-http.ts'
import { makeActor, partnerHeaders, type TestActor } from '@parley/world/test-actor.ts'
import { ask, befriend, signUpPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { makeProof, makeProofKey } from '@parley/world/test-proof.ts'
import { makeToken } from '@parley/world/test-token.ts'
import { nowMs } from '../base/clock.ts'
import { newId } from '../base/random.ts'

let parley: TestPlatform
let actor: TestActor
let path: string
before(async () => {
  parley = await startTestPlatform()
  actor = await makeActor(parley, { actions: ['read', 'write', 'delete'], friends: true })
  const ben = await signUpPerson(parley, 'ben')
  await befriend(actor.person, ben)
  const { body } = await actor.person.post('/api/conversations', { kind: 'direct', person: ben.id })
  await ben.post(`/api/conversations/${body.id}/messages`, { clientId: newId(), text: 'Between us' })
  path = `/v1/conversations/${body.id}/messages`
})
after(() => parley.close())

const entries = async (): Promise<number> =>
  (
    await parley.sql<
      { n: number }[]
    >`select count(*)::int as n from log.entry where kind in ('read', 'list', 'write', 'delete')`
  )[0]?.n ?? 0

const get = (headers: Record<string, string>) => ask(parley.url, '', 'GET', path, undefined, headers)

/** What the request is refused with, and that it left no entry. */
const refusedWith = async (headers: Record<string, string>, code: string, what: string): Promise<void> => {
  const before = await entries()
  const answer = await get(headers)
  assert.deepEqual([answer.status, answer.body.code], [401, code], what)
  assert.match(answer.headers.get('www-authenticate') ?? '', /^DPoP algs="/, what)
  assert.equal(await entries(), before, what)
}

const authorization = () => `DPoP ${actor.token}`
const proofOf = () => ({ method: 'GET', url: `${parley.url}${path}`, token: actor.token })
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const seconds = () => Math.floor(nowMs() / 1000)

test('a right proof opens the gate, also with a query and with the scheme in small letters', async () => {
  assert.equal((await actor.get(path)).status, 200)
  assert.equal((await actor.get(`${path}?limit=1`)).status, 200)
  assert.equal(
    (await get({ authorization: authorization().replace('DPoP', 'dpop'), dpop: makeProof(actor.key, proofOf()) }))
      .status,
    200
  )
})

test('a proof is good once, also when it comes twice at the same time and with another address of the same key', async () => {
  const headers = partnerHeaders(parley, actor, 'GET', path)
  assert.equal((await get(headers)).status, 200)
  await refusedWith(headers, 'proof_replayed', 'replay')
  const again = partnerHeaders(parley, actor, 'GET', path)
  const before = await entries()
  const answers = await Promise.all(Array.from({ length: 10 }, () => get(again)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  assert.equal(await entries(), before + 1)
})

test('one jti serves one key once: the same jti for another address is a replay', async () => {
  const jti = newId()
  const first = makeProof(actor.key, proofOf(), { payload: { jti } })
  assert.equal((await get({ authorization: authorization(), dpop: first })).status, 200)
  const other = makeProof(actor.key, { ...proofOf(), url: `${parley.url}/v1/me` }, { payload: { jti } })
  const answer = await ask(parley.url, '', 'GET', '/v1/me', undefined, { authorization: authorization(), dpop: other })
  assert.equal(answer.body.code, 'proof_replayed')
})

const wrongParts: Record<string, { header?: object; payload?: object }> = {
  'another method': { payload: { htm: 'POST' } },
  'the method in small letters': { payload: { htm: 'get' } },
  'no method': { payload: { htm: undefined } },
  'another address': { payload: { htu: 'http://localhost/v1/me' } },
  'another host': { payload: { htu: 'https://evil.example/v1/conversations' } },
  'no address': { payload: { htu: undefined } },
  'an address that is none': { payload: { htu: '/v1/me' } },
  'the hash of another token': { payload: { ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo' } },
  'no hash of the token': { payload: { ath: undefined } },
  'no time': { payload: { iat: undefined } },
  'a time as text': { payload: { iat: String(seconds()) } },
  'an old time': { payload: { iat: seconds() - 61 } },
  'a time ahead': { payload: { iat: seconds() + 600 } },
  'an expiry that has passed': { payload: { exp: seconds() - 10 } },
  'no id': { payload: { jti: undefined } },
  'a short id': { payload: { jti: '1234567' } },
  'a long id': { payload: { jti: 'a'.repeat(257) } },
  'an id that is no text': { payload: { jti: 12345678 } },
  'another type': { header: { typ: 'JWT' } },
  'no type': { header: { typ: undefined } },
  'no key': { header: { jwk: undefined } },
  'a critical header that nobody knows': { header: { crit: ['x-new'], 'x-new': 1 } }
}

for (const [what, change] of Object.entries(wrongParts)) {
  test(`a proof with ${what} is refused`, async () => {
    await refusedWith(
      { authorization: authorization(), dpop: makeProof(actor.key, proofOf(), change) },
      'proof_invalid',
      what
    )
  })
}

const claims = () => {
  const [, payload = ''] = makeProof(actor.key, proofOf()).split('.')
  return payload
}

test('proofs without a signature, signed by a secret, or by a key that they do not name are refused', async () => {
  const { jwk } = actor.key
  const unsigned = `${encode({ typ: 'dpop+jwt', alg: 'none', jwk })}.${claims()}.`
  const text = `${encode({ typ: 'dpop+jwt', alg: 'HS256', jwk })}.${claims()}`
  const bySecret = `${text}.${createHmac('sha256', JSON.stringify(jwk)).update(text).digest('base64url')}`
  const byAnother = makeProof({ ...makeProofKey(), jwk }, proofOf())
  const tampered = makeProof(actor.key, proofOf()).replace(/\.[^.]*\./, `.${claims()}.`)
  for (const [what, dpop] of Object.entries({
    unsigned,
    bySecret,
    byAnother,
    tampered,
    empty: 'a',
    three: '..',
    long: 'a'.repeat(5000)
  }))
    await refusedWith({ authorization: authorization(), dpop }, 'proof_invalid', what)
})

test('a proof signed by RSA or with a key that is too much is refused', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const text = `${encode({ typ: 'dpop+jwt', alg: 'RS256', jwk: publicKey.export({ format: 'jwk' }) })}.${claims()}`
  const byRsa = `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`
  await refusedWith({ authorization: authorization(), dpop: byRsa }, 'proof_invalid', 'RSA')
  const jwk = { ...actor.key.jwk, d: actor.key.privateKey.export({ format: 'jwk' }).d }
  const withPrivateKey = makeProof(actor.key, proofOf(), { header: { jwk } })
  await refusedWith({ authorization: authorization(), dpop: withPrivateKey }, 'proof_invalid', 'private key')
  const oct = makeProof(actor.key, proofOf(), { header: { jwk: { kty: 'oct', k: 'AAAA' } } })
  await refusedWith({ authorization: authorization(), dpop: oct }, 'proof_invalid', 'symmetric key')
})

test('a good proof of another key does not open a bound token', async () => {
  await refusedWith(
    { authorization: authorization(), dpop: makeProof(makeProofKey(), proofOf()) },
    'proof_mismatch',
    'other key'
  )
})

test('a bound token without a proof is refused, by either scheme', async () => {
  await refusedWith({ authorization: authorization() }, 'proof_required', 'none')
  await refusedWith({ authorization: `Bearer ${actor.token}` }, 'proof_required', 'bearer')
  const bearer = { authorization: `Bearer ${actor.token}`, dpop: makeProof(actor.key, proofOf()) }
  await refusedWith(bearer, 'proof_required', 'bearer with a proof')
})

test('a token that no key is bound to serves only apps that the operator allowed it for', async () => {
  const token = await makeToken(parley.sql, actor.grant, actor.app.clientId)
  await refusedWith({ authorization: `Bearer ${token}` }, 'proof_required', 'not allowed')
  await parley.sql`update grants.app set bearer_allowed = true where id = ${actor.app.id}`
  assert.equal((await get({ authorization: `Bearer ${token}` })).status, 200)
  await parley.sql`update grants.app set bearer_allowed = false where id = ${actor.app.id}`
})

test('two proofs in one request are refused, in two headers and in one', async () => {
  const [one, two] = [makeProof(actor.key, proofOf()), makeProof(actor.key, proofOf())]
  await refusedWith({ authorization: authorization(), dpop: `${one}, ${two}` }, 'proof_invalid', 'one header')
  const before = await entries()
  const { host } = new URL(parley.url)
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: ${authorization()}`,
    `DPoP: ${one}`,
    `DPoP: ${two}`
  ]
  const [answer] = await sendRaw(parley.config.port, Buffer.from(`${lines.join('\r\n')}\r\n\r\n`))
  assert.equal(answer?.status, 401)
  assert.equal((JSON.parse(String(answer.body)) as { code: string }).code, 'proof_invalid')
  assert.equal(await entries(), before)
})

test('tokens that were never given out, in any form, are refused', async () => {
  const dpop = makeProof(actor.key, proofOf())
  for (const token of [`${actor.token}x`, actor.token.toUpperCase(), 'a'.repeat(43)])
    await refusedWith(
      { authorization: `DPoP ${token}`, dpop: makeProof(actor.key, { ...proofOf(), token }) },
      'token_inactive',
      token
    )
  for (const header of [
    '',
    'DPoP',
    'DPoP ',
    `Basic ${actor.token}`,
    `DPoP ${'a'.repeat(513)}`,
    `DPoP ${actor.token} x`
  ])
    await refusedWith({ ...(header && { authorization: header }), dpop }, 'token_missing', header)
})

test('an expired token is refused', async () => {
  const other = await makeActor(parley, { actions: ['read'] })
  await parley.sql`update login.artifact set expires_at = clock_timestamp() where grant_id = ${other.grant}`
  assert.equal((await other.get('/v1/me')).body.code, 'token_inactive')
})
