// Tests of receipts against a real log: what was promised is found there, and what is not there, or is something else, is named.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ReceiptProof } from '@parley/protocol/api/partner.ts'
import { bentFetch } from '@parley/world/test-bent-fetch.ts'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { answerConsent } from '@parley/world/test-consent.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { type CheckedReceipt, memoryReceipts, memoryStore, parleyApp, type Session } from '../index.ts'

let parley: TestPlatform
let tunes: TestClient
let ana: TestPerson
let conversation: string
let session: Session
const memory = memoryReceipts()
/** Receipts that a test has done with. */
const forgotten = new Set<string>()
/** How much older promises seem than they are, in milliseconds. */
let olderMs = 0
const kept: typeof memory = {
  ...memory,
  waiting: async (of, options) =>
    (await memory.waiting(of, options))
      .filter(({ event }) => !forgotten.has(event))
      .map((receipt) => ({ ...receipt, logBy: receipt.logBy - olderMs }))
}
const bent = bentFetch()

const makeApp = () =>
  parleyApp({
    platform: parley.url,
    clientId: tunes.clientId,
    clientSecret: tunes.secret!,
    redirectUri: tunes.redirectUri,
    store: memoryStore(),
    receipts: kept,
    fetch: bent.fetch
  })

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  tunes = await registerTestClient(parley, { clientId: 'tunes' })
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  conversation = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  const app = makeApp()
  const ask = { actions: ['read', 'write', 'delete'], friends: true, messages: 'own' } as const
  const { url, attempt } = await app.login.start({ ask })
  session = await app.login.finish({
    attempt,
    url: await answerConsent(parley, ana, url, { conversations: [conversation] })
  })
})
after(() => parley.close())

/** Receipts as they are checked, page by page. */
const checked = async (limit?: number): Promise<CheckedReceipt[]> => {
  const found: CheckedReceipt[] = []
  let after: string | undefined
  do {
    const page = await session.checkReceipts({ after, limit })
    found.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return found
}

/** Checks until nothing is pending. */
const settled = async (limit?: number): Promise<CheckedReceipt[]> => {
  const found = new Map<string, CheckedReceipt>()
  for (let tries = 0; tries < 100; tries++) {
    const now = await checked(limit)
    for (const one of now) found.set(one.event, one)
    if (now.every(({ state }) => state !== 'pending')) return [...found.values()]
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('Receipts stay pending')
}

const states = (found: CheckedReceipt[]) => found.map(({ state }) => state)

/** The sequencer passes over the log while this goes on. */
const whileSequencerWaits = (act: () => Promise<void>): Promise<unknown> =>
  parley.sql.begin(async (tx) => {
    await tx`select from log.state for update`
    await act()
  })

type Proof = Partial<Exclude<ReceiptProof, { pending: true }>>

test('everything that an app does brings a receipt, and the log holds each of them', async () => {
  const before = kept.all().length
  const song = await session.messages.write(conversation, {
    text: 'for you',
    card: { type: 'song', name: 'Blue Bicycle', byArtist: 'The Quiet Tram', duration: 'PT45S' }
  })
  assert.equal('receipts' in song, false)
  await session.messages.page(conversation)
  await session.messages.one(conversation, song.id)
  await session.messages.changes()
  await session.messages.delete(conversation, song.id)
  await session.messages.delete(conversation, song.id)
  await session.messages.changes()
  await session.messages.one(conversation, song.id)
  await session.messages.friendsPage()
  await session.messages.conversationsPage()
  assert.equal(kept.all().length - before, 9)
  assert.deepEqual(
    states(await settled(2)),
    Array.from({ length: 9 }, () => 'included')
  )
  assert.deepEqual(await session.checkReceipts(), { items: [] })
})

test('an entry that is never logged is pending until its time, and missing after it', async () => {
  await whileSequencerWaits(async () => {
    await session.messages.conversationsPage()
    const { event } = kept.all().at(-1)!
    assert.deepEqual(states(await checked()), ['pending'])
    // The operator takes the record of what was disclosed away, before it is in the tree.
    await parley.sql`delete from log.outbox o using log.entry e where e.id = o.entry_id and e.event_id = ${event}`
    assert.deepEqual(states(await checked()), ['pending'])
    await parley.sql`delete from log.entry where event_id = ${event}`
    assert.deepEqual(states(await checked()), ['pending'])
    olderMs = 66_000
    const [missing] = await checked()
    olderMs = 0
    assert.equal(missing?.state, 'missing')
    assert.equal(missing?.receipt.event, event)
    forgotten.add(event)
  })
})

test('an entry that is logged with other texts than promised, and a proof that does not hold, are wrong', async () => {
  await whileSequencerWaits(async () => {
    await session.messages.conversationsPage()
    const { event } = kept.all().at(-1)!
    await parley.sql`update log.entry set co = sha256(co) where event_id = ${event}`
  })
  const [other] = await settled()
  assert.deepEqual([other?.state, other?.why], ['wrong', 'The entry in the log says something else than the receipt.'])
  forgotten.add(other!.event)
  await session.messages.conversationsPage()
  const bends: [(proof: Proof) => unknown, RegExp][] = [
    [({ path }) => void path?.reverse(), /not in the log/],
    [({ path }) => void path?.pop(), /not in the log/],
    [(answer) => void (answer.entry &&= answer.entry.replace(/^..../, 'AQAI')), /form of an entry|not in the log/],
    [(answer) => void (answer.checkpoint &&= answer.checkpoint.replace(/\n\d+\n/, '\n999999\n')), /did not sign/]
  ]
  await new Promise((resolve) => setTimeout(resolve, 1000))
  for (const [by, why] of bends) {
    bent.bend = by
    const [wrong] = await checked()
    bent.bend = undefined
    assert.equal(wrong?.state, 'wrong', String(by))
    assert.match(wrong?.why ?? '', why)
  }
  assert.deepEqual(states(await checked()), ['included'])
})

test('giving the permission back brings a receipt, whose entry can still be looked for', async () => {
  const app = makeApp()
  const { url, attempt } = await app.login.start({ ask: { actions: ['read'] } })
  const other = await app.login.finish({
    attempt,
    url: await answerConsent(parley, ana, url, { conversations: [conversation] })
  })
  await other.grant.giveBack()
  assert.ok(other.ended)
  const receipt = kept.all().at(-1)!
  assert.deepEqual([receipt.session, JSON.parse(receipt.shared).t], [other.id, 'revoke'])
  for (let tries = 0; ; tries++) {
    const [one] = (await other.checkReceipts()).items
    if (one?.state === 'included') break
    assert.ok(one?.state === 'pending' && tries < 100, one?.state)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  // That permission has taken the place of the one of the other tests.
  const again = await app.login.start({ ask: { actions: ['read', 'write', 'delete'], friends: true, messages: 'own' } })
  session = await app.login.finish({
    attempt: again.attempt,
    url: await answerConsent(parley, ana, again.url, { conversations: [conversation] })
  })
})

test('after the person has revoked, the last receipts can still be looked for', async () => {
  await session.messages.conversationsPage()
  await ana.post(`/api/grants/${session.permission!.grant}/revoke`)
  await assert.rejects(session.messages.conversationsPage())
  assert.ok(session.ended)
  assert.deepEqual(states(await settled()), ['included'])
})
