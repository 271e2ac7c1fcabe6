// A plain token that another program got, such as a voice assistant: what it allows, how the evidence names it, and how it ends.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parsePolicy } from '@parley/protocol/log/policy.ts'
import { checkBundle } from '@parley/verifier/evidence/check-bundle.ts'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { logCaughtUp } from '@parley/world/test-log.ts'
import { connectTestApp, openTestApp } from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { endsConnection, memoryReceipts, memoryStore, parleyApp, type ParleyApp, ParleyRefusal } from './index.ts'

let parley: TestPlatform
let skill: TestClient
let app: ParleyApp
let ana: TestPerson
let withBen: string
const receipts = memoryReceipts()

const appOf = (client: TestClient): ParleyApp =>
  parleyApp({
    platform: parley.url,
    clientId: client.clientId,
    clientSecret: client.secret!,
    redirectUri: client.redirectUri,
    store: memoryStore(),
    receipts
  })

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  skill = await registerTestClient(parley, { clientId: 'skill', bearerAllowed: true })
  app = appOf(skill)
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  withBen = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => parley.close())

/** As the assistant's own servers do, without DPoP. */
const linked = async (): Promise<string> => {
  const client = { ...(await openTestApp(parley, skill)), dpop: undefined } as unknown as Parameters<
    typeof connectTestApp
  >[2]
  const ask = { details: [{ actions: ['read' as const, 'write' as const], friends: true, messages: 'any' as const }] }
  const tokens = await connectTestApp(parley, ana, client, ask, 'Allow', {
    tick: { conversation: [withBen], friends: ['yes'] }
  })
  assert.equal(tokens.token_type, 'bearer')
  return tokens.access_token
}

const refusal = async (call: Promise<unknown>): Promise<ParleyRefusal> => {
  const error = await call.then(
    () => undefined,
    (why: unknown) => why
  )
  assert.ok(error instanceof ParleyRefusal, String(error))
  return error
}

test('it reads and writes, its receipts hold, and the evidence says that nobody signed the requests', async () => {
  const session = app.withToken(await linked(), { id: 'ana' })
  assert.equal((await session.messages.me()).person.name, 'Ana')
  const sent = await session.messages.write(withBen, { text: 'by voice' })
  assert.deepEqual(
    (await session.messages.page(withBen)).items.map(({ id }) => id),
    [sent.id]
  )
  assert.deepEqual((await session.grant.read()).detail.actions.toSorted(), ['read', 'write'])
  assert.equal(receipts.all().length, 2)
  await logCaughtUp(parley.sql)
  const { items } = await session.checkReceipts()
  assert.deepEqual(
    items.map(({ state }) => state),
    ['included', 'included']
  )
  const policy = parsePolicy(`log ${parley.log.vkey}\nquorum none\n`)
  const file = await app.evidence()
  const { verdict, findings } = await checkBundle(file, {
    policy,
    nowMs: Date.now(),
    receiptKeys: [],
    mirrors: [],
    receipts: receipts.all()
  })
  assert.equal(verdict, 'valid', JSON.stringify(findings))
  assert.match(JSON.stringify(findings), /2 accesses came with a plain token/)
})

test('given back by the app or taken by the person, it is over, and the app can tell', async () => {
  const mine = app.withToken(await linked())
  await mine.grant.giveBack()
  assert.ok(endsConnection(await refusal(mine.messages.page(withBen))))
  const token = await linked()
  const theirs = app.withToken(token)
  await theirs.messages.page(withBen)
  const { items } = (await ana.get<{ items: { id: string }[] }>('/api/grants')).body
  await ana.post(`/api/grants/${items[0]?.id}/revoke`)
  assert.ok(endsConnection(await refusal(theirs.messages.page(withBen))))
  assert.ok(endsConnection(await refusal(app.withToken(token).messages.me())))
})

test('a token that Parley does not know ends the connection, and what is no token is not sent', async () => {
  const error = await refusal(app.withToken('an-unknown-token').messages.page(withBen))
  assert.deepEqual([error.status, error.code, endsConnection(error)], [401, 'token_inactive', true])
  assert.throws(() => app.withToken('a token'), TypeError)
  assert.throws(() => app.withToken(''), TypeError)
})

test('an app that no operator let do so cannot use its token without its key', async () => {
  const shop = await registerTestClient(parley, { clientId: 'shop' })
  const client = await openTestApp(parley, shop)
  const ask = { details: [{ actions: ['read' as const] }] }
  const tokens = await connectTestApp(parley, ana, client, ask, 'Allow', { tick: { conversation: [withBen] } })
  const error = await refusal(appOf(shop).withToken(tokens.access_token).messages.page(withBen))
  assert.deepEqual([error.status, error.code, endsConnection(error)], [401, 'proof_required', false])
})
