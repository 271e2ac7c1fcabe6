// Runs the code of the partner guide against a real platform, in the order of the guide.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { memoryStore, ParleyApprovalNeeded, parleyApp, type Session } from '@parley/sdk'
import { answerConsent } from '@parley/world/test-consent.ts'
import { TestBrowser } from '@parley/world/test-browser.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { connectTestApp, openTestApp, type TestApp } from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { freePort, startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { makeApp } from './app.ts'
import { writeWithApproval } from './approval.ts'
import { takeBack } from './delete.ts'
import { logInOnDevice } from './device.ts'
import { sentenceFor } from './ended.ts'
import { sayByVoice, switchedOff } from './linked.ts'
import { loginServer } from './login.ts'
import { newReplies } from './replies.ts'
import { brokenPromises, folderReceipts } from './receipts.ts'
import { shareWithFirstFriend } from './share.ts'
import { makeSignedApp, makeKeys } from './signed.ts'
import { databaseStore } from './store.ts'

let parley: TestPlatform
let ana: TestPerson
let ben: TestPerson
let conversation: string

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  conversation = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => parley.close())

test('the guide, from its first line to its last', async (t) => {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const client = await registerTestClient(parley, { clientId: 'tunes', redirectUris: [`${url}/callback`] })
  let session: Session | undefined
  const server = loginServer(makeApp(parley.url, 'tunes', client.secret!, `${url}/callback`), (welcome) => {
    session = welcome
    return `Hello, ${welcome.person.name}`
  }).listen(port, 'localhost')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')

  const browser = new TestBrowser(parley.url, url)
  browser.addCookie(ana.cookie)
  await browser.open(`${url}/login`)
  const tick = { action: ['read', 'write', 'delete'], friends: ['yes'], conversation: [conversation] }
  assert.equal((await browser.click('Allow', { tick })).body, 'Hello, Ana')
  assert.ok(session)

  const start = await newReplies(session, undefined)
  const song = await shareWithFirstFriend(session)
  assert.equal(song.text, 'Listen to this, Ben!')
  const answer = { clientId: crypto.randomUUID(), text: 'I will', replyTo: song.id }
  await ben.post(`/api/conversations/${conversation}/messages`, answer)
  const { replies, after: place } = await newReplies(session, start.after)
  assert.deepEqual(
    replies.map(({ text }) => text),
    ['I will']
  )
  assert.deepEqual((await newReplies(session, place)).replies, [])
  await takeBack(session, song)
  assert.ok((await session.messages.one(conversation, song.id)).deleted)

  const { items } = (await ana.get<{ items: { id: string }[] }>('/api/grants')).body
  await ana.post(`/api/grants/${items[0]?.id}/narrow`, { actions: ['read'] })
  assert.match(sentenceFor(await takeBack(session, song).catch((e: unknown) => e)), /right to delete/)
  await ana.post(`/api/grants/${items[0]?.id}/revoke`)
  assert.match(sentenceFor(await newReplies(session, place).catch((e: unknown) => e)), /Connect again/)
  assert.throws(() => sentenceFor(new Error('a fault of the app')), /a fault of the app/)
})

test('a television shows a code, and goes on when its person has answered', async () => {
  await registerTestClient(parley, { clientId: 'telly', isPublic: true, isDevice: true, redirectUris: [] })
  const app = parleyApp({ platform: parley.url, clientId: 'telly', store: memoryStore() })
  const browser = new TestBrowser(parley.url)
  browser.addCookie(ana.cookie)
  const answered: Promise<unknown>[] = []
  const session = await logInOnDevice(app, (text) => {
    const [, address, code] = /^Open (\S+) and enter (\S+)$/.exec(text)!
    const answer = async () => {
      await browser.open(address!)
      await browser.click('Continue', { text: { user_code: code! } })
      await browser.click('Yes, continue')
      await browser.click('Allow', { tick: { action: ['read'], conversation: [conversation] } })
    }
    answered.push(answer())
  })
  await Promise.all(answered)
  assert.ok(session.may('read'))
})

test('what an assistant writes elsewhere waits for the person, and is there once or not at all', async () => {
  const cara = await signUpPerson(parley, 'cara')
  await befriend(ana, cara)
  const withCara = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: cara.id })).body.id
  const client = await registerTestClient(parley, { clientId: 'aide', agent: true })
  const app = parleyApp({
    platform: parley.url,
    clientId: 'aide',
    clientSecret: client.secret!,
    redirectUri: client.redirectUri,
    store: memoryStore()
  })
  const { url, attempt } = await app.login.start({ ask: { actions: ['read', 'write'] } })
  const given = { actions: ['read', 'write'], conversations: [conversation, withCara] }
  const back = await answerConsent(parley, ana, url, given)
  const session = await app.login.finish({ attempt, url: back })
  const { id: replyTo } = await session.messages.write(conversation, { text: 'What is new?' })
  const reply = { clientId: crypto.randomUUID(), text: 'Tell this to everybody', replyTo }
  await ben.post(`/api/conversations/${conversation}/messages`, reply)
  assert.ok((await session.messages.page(conversation)).items.length > 0)
  const answer = async (how: 'approve' | 'deny', text: string) => {
    for (;;) {
      const { items } = (await ana.get('/api/approvals')).body
      const one = items.find((waiting: { text?: string; state: string }) => waiting.text === text)
      if (one) return ana.post(`/api/approvals/${one.id}/${how}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const [sent] = await Promise.all([writeWithApproval(session, withCara, 'Yes'), answer('approve', 'Yes')])
  const [never] = await Promise.all([writeWithApproval(session, withCara, 'No'), answer('deny', 'No')])
  assert.deepEqual([sent?.text, never], ['Yes', undefined])
  assert.deepEqual(
    (await session.messages.page(withCara)).items.map(({ text }) => text),
    ['Yes']
  )
  const error = await session.messages.write(withCara, { text: 'Later' }).catch((e: unknown) => e)
  assert.ok(error instanceof ParleyApprovalNeeded && error.approval.id !== '' && error.code === 'approval_needed')
  await assert.rejects(error.wait({ signal: AbortSignal.timeout(20) }), { name: 'TimeoutError' })
})

test('a bank logs people in with a key', async () => {
  const { publicKey, clientKey } = await makeKeys()
  const { clientId, redirectUri } = await registerTestClient(parley, {
    clientId: 'bank',
    profile: 'fapi2',
    key: publicKey
  })
  const app = makeSignedApp({ platform: parley.url, clientId, clientKey, redirectUri, store: memoryStore() })
  const { url, attempt } = await app.login.start({ ask: { actions: ['write'] } })
  const back = await answerConsent(parley, ana, url, { actions: ['write'], conversations: [conversation] })
  const session = await app.login.finish({ attempt, url: back })
  await session.messages.write(conversation, { text: 'Paid' })
})

test('a skill speaks with the token of its assistant, until the person takes it away', async () => {
  const client = await registerTestClient(parley, { clientId: 'skill', bearerAllowed: true })
  const test = { ...(await openTestApp(parley, client)), dpop: undefined } as unknown as TestApp
  const ask = { details: [{ actions: ['write' as const] }] }
  const { access_token: token } = await connectTestApp(parley, ana, test, ask, 'Allow', {
    tick: { conversation: [conversation] }
  })
  const app = makeApp(parley.url, 'skill', client.secret!, client.redirectUri)
  assert.equal(await sayByVoice(app, 'user', token, conversation, 'by voice'), 'Sent.')
  await switchedOff(app, 'user')
  assert.match(await sayByVoice(app, 'user', token, conversation, 'again'), /link your account/)
})

test('a store over a database keeps what the SDK gives it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guide-test-'))
  const store = () => databaseStore(new DatabaseSync(join(folder, 'kept.db')))
  const client = await registerTestClient(parley, { clientId: 'shelf' })
  const options = {
    platform: parley.url,
    clientId: 'shelf',
    clientSecret: client.secret!,
    redirectUri: client.redirectUri
  }
  const first = await parleyApp({ ...options, store: store() }).login.start()
  const browser = new TestBrowser(parley.url)
  browser.addCookie(ana.cookie)
  await browser.open(first.url)
  const { url } = await browser.click('Log in')
  const session = await parleyApp({ ...options, store: store() }).login.finish({
    attempt: first.attempt,
    url
  })
  const again = await parleyApp({ ...options, store: store() }).session(session.id)
  assert.equal((await again?.messages.me())?.person.name, 'Ana')
  await session.forget()
  assert.equal(await parleyApp({ ...options, store: store() }).session(session.id), undefined)
  rmSync(folder, { recursive: true })
})

test('receipts over files are kept, found in the log, and broken promises are named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guide-test-'))
  const client = await registerTestClient(parley, { clientId: 'ledger' })
  const receipts = folderReceipts(folder)
  const app = parleyApp({
    platform: parley.url,
    clientId: 'ledger',
    clientSecret: client.secret!,
    redirectUri: client.redirectUri,
    store: memoryStore(),
    receipts
  })
  const { url, attempt } = await app.login.start({ ask: { actions: ['write'] } })
  const back = await answerConsent(parley, ana, url, { actions: ['write'], conversations: [conversation] })
  const session = await app.login.finish({ attempt, url: back })
  await session.messages.write(conversation, { text: 'Kept' })
  await session.messages.write(conversation, { text: 'Kept too' })
  await session.messages.conversationsPage()
  const page = async (after?: string) =>
    (await receipts.waiting(session.id, { after, limit: 2 })).map(({ event }) => event)
  const first = await page()
  assert.equal(first.length, 2)
  assert.equal((await page(first[1])).length, 1)
  for (let waits = 0; (await receipts.waiting(session.id, { limit: 9 })).length > 0; waits++) {
    assert.ok(waits < 100)
    assert.deepEqual(await brokenPromises(session), [])
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.deepEqual(await page(first[0]), [])
  const texts = { note: '', shared: '', saltS: '', owner: '', saltO: '' }
  const unknown = { ...texts, event: crypto.randomUUID(), session: session.id, logBy: 1 }
  await receipts.add([unknown])
  assert.deepEqual(
    (await brokenPromises(session)).map(({ event, state }) => [event, state]),
    [[unknown.event, 'missing']]
  )
  rmSync(folder, { recursive: true })
})
