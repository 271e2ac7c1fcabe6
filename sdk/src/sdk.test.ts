// Tests of acting under a permission on a real platform: share, read the reply, delete, ask for more, lose it all.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { answerConsent, type ConsentAnswer } from '@parley/world/test-consent.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import {
  type Ask,
  endsConnection,
  memoryStore,
  missingRight,
  parleyApp,
  type ParleyApp,
  ParleyRefusal,
  type Session,
  type Store
} from './index.ts'

const ask: Ask = { actions: ['read', 'write', 'delete'], friends: true, messages: 'own' }

let parley: TestPlatform
let tunes: TestClient
let ana: TestPerson
let ben: TestPerson
let conversation: string
let store: Store
let app: ParleyApp
let ended: string[]

const optionsOf = (client: TestClient, kept: Store) => ({
  platform: parley.url,
  clientId: client.clientId,
  ...(client.secret && { clientSecret: client.secret }),
  redirectUri: client.redirectUri,
  store: kept,
  onEnded: (id: string, why: ParleyRefusal) => ended.push(`${id} ${why.code}`)
})

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  tunes = await registerTestClient(parley, {
    clientId: 'tunes',
    redirectUris: ['https://app.example/callback']
  })
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  conversation = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  store = memoryStore()
  ended = []
  app = parleyApp(optionsOf(tunes, store))
})
after(() => parley.close())

/** Walks a person through Parley's pages as far as the way back to the app. */
const walk = (url: string, person: TestPerson, given: ConsentAnswer = {}): Promise<URL> =>
  answerConsent(parley, person, url, { conversations: [conversation], ...given })

const logIn = async (from: ParleyApp, person: TestPerson, given?: ConsentAnswer): Promise<Session> => {
  const { url, attempt } = await from.login.start({ ask })
  return from.login.finish({ attempt, url: await walk(url, person, given) })
}

const grantsOf = async (person: TestPerson) =>
  (await person.get<{ items: { id: string; ended?: { because: string } }[] }>('/api/grants')).body.items

test('a song is shared, answered, read and deleted, and both people see it', async () => {
  const session = await logIn(app, ana)
  assert.equal(session.person.name, 'Ana')
  assert.deepEqual(session.permission?.actions, ['read', 'write', 'delete'])
  assert.equal((await session.messages.me()).person.id, session.person.id)

  const friends = []
  for await (const friend of session.messages.friends()) friends.push(friend)
  assert.deepEqual(
    friends.map(({ person, conversation: where }) => [person.name, where]),
    [['Ben', conversation]]
  )
  const conversations = await session.messages.conversationsPage()
  assert.deepEqual(
    conversations.items.map(({ id }) => id),
    [conversation]
  )

  await ana.post(`/api/conversations/${conversation}/messages`, { clientId: crypto.randomUUID(), text: 'private' })
  const song = await session.messages.write(conversation, {
    text: 'for you',
    card: { type: 'song', name: 'Blue Bicycle', byArtist: 'The Quiet Tram', duration: 'PT45S' }
  })
  assert.equal(song.own, true)
  const seen = (
    await ben.get<{ items: { id?: string; via?: { name: string } }[] }>(`/api/conversations/${conversation}/events`)
  ).body
  assert.equal(seen.items.find(({ id }) => id === song.id)?.via?.name, 'Tunes')

  const start = await session.messages.changes()
  assert.deepEqual(
    start.items.map(({ id }) => id),
    [song.id]
  )
  const answered = await ben.post(`/api/conversations/${conversation}/messages`, {
    clientId: crypto.randomUUID(),
    text: 'lovely',
    replyTo: song.id
  })
  assert.equal(answered.status, 201)
  await ben.post(`/api/conversations/${conversation}/messages`, {
    clientId: crypto.randomUUID(),
    text: 'not for the app'
  })
  const changes = await session.messages.changes({ after: start.next })
  assert.deepEqual(
    changes.items.map(({ text, from, replyTo }) => [text, from?.name, replyTo]),
    [['lovely', 'Ben', song.id]]
  )

  const walked = []
  for await (const message of session.messages.walk(conversation, { limit: 1 })) walked.push(message.text)
  assert.deepEqual(walked, ['for you', 'lovely'])
  assert.equal((await session.messages.one(conversation, song.id)).text, 'for you')

  await session.messages.delete(conversation, song.id)
  await session.messages.delete(conversation, song.id)
  assert.ok((await session.messages.one(conversation, song.id)).deleted)
  const gone = await session.messages.changes({ after: changes.next })
  assert.deepEqual(
    gone.items.map(({ id, deleted }) => [id, deleted !== undefined]),
    [[song.id, true]]
  )
})

test('one Idempotency-Key is one message, also across a restart of the app', async () => {
  const session = await logIn(app, ana)
  const first = await session.messages.write(conversation, { text: 'once' }, { key: 'key-1' })
  const restarted = await parleyApp(optionsOf(tunes, store)).session(session.id)
  assert.ok(restarted)
  const second = await restarted.messages.write(conversation, { text: 'once' }, { key: 'key-1' })
  assert.equal(second.id, first.id)
  const error = await restarted.messages
    .write(conversation, { text: 'twice' }, { key: 'key-1' })
    .catch((e: unknown) => e)
  assert.ok(error instanceof ParleyRefusal && error.code === 'key_reused' && error.status === 422)
})

test('what the person did not give is refused with the right that is missing', async () => {
  const session = await logIn(app, ana, { actions: ['read'], friends: false })
  assert.deepEqual([session.may('read'), session.may('write'), session.may('friends')], [true, false, false])
  assert.equal(
    missingRight(await session.messages.write(conversation, { text: 'x' }).catch((e: unknown) => e)),
    'write'
  )
  assert.equal(missingRight(await session.messages.friendsPage().catch((e: unknown) => e)), 'friends')
  const one = await session.messages.one(conversation, crypto.randomUUID()).catch((e: unknown) => e)
  assert.ok(one instanceof ParleyRefusal && one.code === 'message_missing')
  const other = await session.messages.page(crypto.randomUUID()).catch((e: unknown) => e)
  assert.ok(other instanceof ParleyRefusal && other.code === 'conversation_missing')

  const { url, attempt } = await session.askFor({ ask })
  const more = await app.login.finish({ attempt, url: await walk(url, ana) })
  assert.equal(more.id, session.id)
  assert.equal(more.may('write'), true)
  await more.messages.write(conversation, { text: 'now it may' })
})

test('after a revoke nothing works, the app is told, and connecting again does', async () => {
  const session = await logIn(app, ana)
  const [grant] = await grantsOf(ana)
  await ana.post(`/api/grants/${grant!.id}/revoke`)
  ended.length = 0
  for (const call of [
    () => session.messages.write(conversation, { text: 'x' }),
    () => session.messages.changes(),
    () => session.grant.read()
  ]) {
    assert.ok(endsConnection(await call().catch((e: unknown) => e)))
  }
  assert.equal(ended.length, 1)
  assert.ok((await app.session(session.id))!.ended)
  const again = await logIn(app, ana)
  await again.messages.write(conversation, { text: 'back' })
})

test('a narrowed permission shows at the next look', async () => {
  const session = await logIn(app, ana)
  const [grant] = await grantsOf(ana)
  await ana.post(`/api/grants/${grant!.id}/narrow`, { actions: ['read'] })
  const now = await session.grant.read()
  assert.deepEqual(now.detail.actions, ['read'])
  assert.equal(now.conversations, 1)
  assert.equal(session.may('write'), false)
})

test('giving back ends it on both sides', async () => {
  const session = await logIn(app, ana)
  await session.grant.giveBack()
  assert.ok(session.ended)
  assert.equal((await grantsOf(ana)).find(({ id }) => id === session.permission?.grant)?.ended?.because, 'given_back')
  await assert.rejects(session.messages.changes(), endsConnection)
})
