// An app that is known by its key (FAPI 2.0): login, refresh, revocation, giving back and evidence, each with its own signature.
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import { registerTestClient } from '@parley/world/test-client.ts'
import { answerConsent } from '@parley/world/test-consent.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { endsConnection, type KeptSession, memoryStore, parleyApp } from './index.ts'

let parley: TestPlatform
let ana: TestPerson
let withBen: string

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  withBen = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => parley.close())

const pairs = {
  es256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ed25519: () => generateKeyPairSync('ed25519'),
  ps256: () => generateKeyPairSync('rsa', { modulusLength: 2048 })
}

test('each kind of key logs people in and does all that a secret does', async () => {
  for (const [kind, make] of Object.entries(pairs)) {
    const { privateKey, publicKey } = make()
    const clientId = `bank-${kind}`
    const key = { ...publicKey.export({ format: 'jwk' }), kid: 'one' }
    const { redirectUri } = await registerTestClient(parley, { clientId, profile: 'fapi2', key: key })
    const store = memoryStore()
    const clientKey = { ...privateKey.export({ format: 'jwk' }), kid: 'one' } as JsonWebKey
    const said: string[] = []
    const spy: typeof fetch = (address, init) => {
      const body = init?.body instanceof URLSearchParams ? init.body.get('client_assertion') : undefined
      if (body) said.push(body)
      return fetch(address, init)
    }
    const app = parleyApp({ platform: parley.url, clientId, clientKey, redirectUri, store, fetch: spy })
    const login = async () => {
      const { url, attempt } = await app.login.start({ ask: { actions: ['write'] } })
      const back = await answerConsent(parley, ana, url, { actions: ['write'], conversations: [withBen] })
      return app.login.finish({ attempt, url: back })
    }
    const session = await login()
    await session.messages.write(withBen, { text: `from ${kind}` })
    const name = `session:${session.id}`
    const kept = (await store.get(name)) as KeptSession
    for (const accessToken of ['a', 'b']) {
      await store.set(name, { ...kept, accessToken, accessExpiresAt: 0 })
      const again = (await app.session(session.id))!
      assert.equal((await again.messages.me()).person.name, 'Ana')
      await again.messages.write(withBen, { text: 'after a refresh' })
    }
    assert.match(await app.evidence(), /^\{/)
    const { id } = await (await app.session(session.id))!.grant.read()
    await app.giveBack(id)
    const over = await (await app.session(session.id))!.messages.write(withBen, { text: 'x' }).catch((e: unknown) => e)
    assert.ok(endsConnection(over))
    const other = await login()
    const tokens = (await store.get(`session:${other.id}`)) as KeptSession
    await other.forget()
    await store.set(`session:${other.id}`, { ...tokens, accessExpiresAt: 0 })
    const dropped = await (await app.session(other.id))!.messages.me().catch((e: unknown) => e)
    assert.ok(endsConnection(dropped))
    assert.equal(new Set(said).size, said.length, 'an assertion was used twice')
    assert.ok(said.length >= 7, String(said.length))
  }
})

test('a key that cannot be used is said at once', () => {
  const { privateKey, publicKey } = pairs.es256()
  const options = { platform: parley.url, clientId: 'x', redirectUri: 'https://x.example/', store: memoryStore() }
  const clientKey = privateKey.export({ format: 'jwk' }) as JsonWebKey
  assert.throws(() => parleyApp({ ...options, clientKey, clientSecret: 'x' }), /not both/)
  assert.throws(() => parleyApp({ ...options, clientKey: publicKey.export({ format: 'jwk' }) }), /private/)
  assert.throws(() => parleyApp({ ...options, clientKey: { kty: 'oct', k: 'x', d: 'x' } }), /P-256/)
})

test('an app without secret and key has no evidence of its own', async () => {
  const options = { platform: parley.url, clientId: 'x', redirectUri: 'https://x.example/', store: memoryStore() }
  await assert.rejects(parleyApp(options).evidence(), TypeError)
})
