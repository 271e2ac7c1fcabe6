// Tests of the whole SDK against a real platform: log in, share, read the reply, delete, ask for more, lose the permission.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { TestBrowser } from '@parley/world/test-browser.ts'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import {
  type Ask,
  endsConnection,
  isDenied,
  isStaleLogin,
  type Kept,
  memoryStore,
  missingRight,
  parleyApp,
  type ParleyApp,
  ParleyRefusal,
  type Session,
  type Store
} from './index.ts'

const ask: Ask = { actions: ['read', 'write', 'delete'], friends: true, messages: 'own' }

/** A store of text, as an app's own database is one. */
const textStore = (): Store & { texts: Map<string, string> } => {
  const texts = new Map<string, string>()
  return {
    texts,
    get: async (name) => (texts.has(name) ? (JSON.parse(texts.get(name)!) as Kept) : undefined),
    set: async (name, value) => void texts.set(name, JSON.stringify(value)),
    delete: async (name) => void texts.delete(name)
  }
}

let parley: TestPlatform
let tunes: TestClient
let pocket: TestClient
let ana: TestPerson
let ben: TestPerson
let conversation: string
let store: ReturnType<typeof textStore>
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
    redirectUris: ['https://app.example/callback'],
    postLogoutRedirectUris: ['https://app.example/']
  })
  pocket = await registerTestClient(parley, {
    clientId: 'pocket',
    isPublic: true,
    redirectUris: ['https://pocket.example/callback']
  })
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  conversation = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  store = textStore()
  ended = []
  app = parleyApp(optionsOf(tunes, store))
})
after(() => parley.close())

type Given = { button?: string; actions?: string[]; friends?: boolean }

/** Walks a person through Parley's pages as far as the way back to the app. */
const walk = async (url: string, person: TestPerson, given: Given = {}): Promise<URL> => {
  const browser = new TestBrowser(parley.url)
  browser.addCookie(person.cookie)
  const page = await browser.open(url)
  assert.equal(page.status, 200, page.text)
  const seen = await browser.click(given.button ?? 'Allow', {
    tick: {
      action: given.actions ?? ['read', 'write', 'delete'],
      friends: given.friends === false ? [] : ['yes'],
      conversation: [conversation]
    }
  })
  assert.notEqual(seen.url.origin, parley.url, seen.text)
  return seen.url
}

const logIn = async (from: ParleyApp, person: TestPerson, given?: Given): Promise<Session> => {
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
  await ben.post(`/api/conversations/${conversation}/messages`, {
    clientId: crypto.randomUUID(),
    text: 'lovely',
    replyTo: song.id
  })
  await ben.post(`/api/conversations/${conversation}/messages`, {
    clientId: crypto.randomUUID(),
    text: 'not for the app'
  })
  const changes = await session.messages.changes({ after: start.next })
  assert.deepEqual(
    changes.items.map(({ text, from, replyTo }) => [text, from.name, replyTo]),
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

test('asking for more and getting nothing leaves what there was', async () => {
  const session = await logIn(app, ana)
  const denied = await session.askFor({ ask })
  const no = await app.login
    .finish({ attempt: denied.attempt, url: await walk(denied.url, ana, { button: 'Deny' }) })
    .catch((e: unknown) => e)
  assert.ok(isDenied(no))
  const only = await session.askFor({ ask })
  const same = await app.login.finish({
    attempt: only.attempt,
    url: await walk(only.url, ana, { button: 'Log in only' })
  })
  assert.equal(same.id, session.id)
  await same.messages.write(conversation, { text: 'still here' })
})

test('log in only says who it is and nothing more', async () => {
  const session = await logIn(app, ben, { button: 'Log in only' })
  assert.equal(session.permission, undefined)
  assert.equal((await session.messages.me()).person.name, 'Ben')
  const error = await session.messages.conversationsPage().catch((e: unknown) => e)
  assert.equal(missingRight(error), 'messages')
  assert.equal(endsConnection(error), false)
  // Known by now: a plain login asks nothing.
  const { url, attempt } = await app.login.start()
  const browser = new TestBrowser(parley.url)
  browser.addCookie(ben.cookie)
  const again = await app.login.finish({ attempt, url: (await browser.open(url)).url })
  assert.equal(again.person.id, session.person.id)
})

test('a login is finished once, in the browser that began it, and only with its own answer', async () => {
  const first = await app.login.start({ ask })
  const second = await app.login.start({ ask })
  const url = await walk(first.url, ana)
  for (const attempt of [undefined, 'unknown', second.attempt]) {
    await assert.rejects(app.login.finish({ attempt, url }), isStaleLogin)
  }
  const foreign = new URL(url)
  foreign.searchParams.set('iss', 'https://evil.example')
  const third = await app.login.start({ ask })
  await assert.rejects(app.login.finish({ attempt: third.attempt, url: foreign }), isStaleLogin)
  await app.login.finish({ attempt: first.attempt, url })
  await assert.rejects(app.login.finish({ attempt: first.attempt, url }), isStaleLogin)
})

test('tokens that ran out are renewed once for all calls, and the session goes on after a restart', async () => {
  const session = await logIn(app, ana)
  const name = `session:${session.id}`
  const kept = JSON.parse(store.texts.get(name)!) as {
    accessExpiresAt: number
    accessToken: string
    refreshToken: string
  }
  store.texts.set(name, JSON.stringify({ ...kept, accessExpiresAt: 0 }))
  const again = await app.session(session.id)
  assert.ok(again)
  await Promise.all(Array.from({ length: 6 }, () => again.messages.me()))
  const after = JSON.parse(store.texts.get(name)!) as typeof kept
  assert.notEqual(after.accessToken, kept.accessToken)
  assert.notEqual(after.refreshToken, kept.refreshToken)
  // Two processes with the same store and the same old tokens.
  store.texts.set(name, JSON.stringify({ ...after, accessExpiresAt: 0 }))
  const [one, two] = await Promise.all([
    parleyApp(optionsOf(tunes, store)).session(session.id),
    parleyApp(optionsOf(tunes, store)).session(session.id)
  ])
  assert.deepEqual(
    (await Promise.all([one!.messages.me(), two!.messages.me()])).map(({ person }) => person.name),
    ['Ana', 'Ana']
  )
})

test('an answer to a refresh that was lost costs nothing', async () => {
  const session = await logIn(app, ana)
  const name = `session:${session.id}`
  const old = { ...(JSON.parse(store.texts.get(name)!) as object), accessExpiresAt: 0 }
  store.texts.set(name, JSON.stringify(old))
  await (await app.session(session.id))!.messages.me().catch(() => undefined)
  // As after a crash between the answer and the write: the app has the old tokens, and nothing of the new ones was used.
  const lost = await logIn(app, ana)
  const before = JSON.parse(store.texts.get(`session:${lost.id}`)!) as object
  let dropped = false
  const losing = parleyApp({
    ...optionsOf(tunes, store),
    fetch: async (...request) => {
      const answer = await fetch(...request)
      if (!dropped && String(request[0]).endsWith('/oauth/token')) {
        dropped = true
        throw new TypeError('the answer was lost')
      }
      return answer
    }
  })
  store.texts.set(`session:${lost.id}`, JSON.stringify({ ...before, accessExpiresAt: 0 }))
  await assert.rejects((await losing.session(lost.id))!.messages.me())
  assert.ok(dropped)
  assert.equal((await (await losing.session(lost.id))!.messages.me()).person.name, 'Ana')
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

test('an app in a browser needs no secret, and its key cannot be exported', async () => {
  const kept = memoryStore()
  const inBrowser = parleyApp(optionsOf(pocket, kept))
  const session = await logIn(inBrowser, ana)
  const value = await kept.get(`session:${session.id}`)
  assert.ok(value?.kind === 'session' && 'pair' in value.key && !value.key.pair.privateKey.extractable)
  await session.messages.write(conversation, { text: 'from a phone' })
  const other = await logIn(app, ana)
  assert.notEqual(other.person.id, session.person.id)
})

test('logging out forgets the session and leads to Parley and back', async () => {
  const session = await logIn(app, ana)
  const { url } = await session.logOut({ returnTo: 'https://app.example/' })
  assert.equal(await app.session(session.id), undefined)
  const browser = new TestBrowser(parley.url)
  const page = await browser.open(url)
  assert.equal(page.status, 200, page.text)
})
