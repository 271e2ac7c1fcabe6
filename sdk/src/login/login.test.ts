// Tests of logging in, keeping the session and logging out on a real platform.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { TestBrowser } from '@parley/world/test-browser.ts'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { answerConsent, type ConsentAnswer } from '@parley/world/test-consent.ts'
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
  type Session,
  type Store
} from '../index.ts'

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

const optionsOf = (client: TestClient, kept: Store) => ({
  platform: parley.url,
  clientId: client.clientId,
  ...(client.secret && { clientSecret: client.secret }),
  redirectUri: client.redirectUri,
  store: kept
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
    fetch: async (address, init) => {
      const answer = await fetch(address, init)
      if (!dropped && typeof address === 'string' && address.endsWith('/oauth/token')) {
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
