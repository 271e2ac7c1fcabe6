// Tests of receipts against a real platform whose answers are bent on the way: each way is caught by name.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PartnerMessage, Receipt } from '@parley/protocol/api/partner.ts'
import { formatNote, parseNote } from '@parley/protocol/log/note.ts'
import { makeEd25519Signer, signNote } from '@parley/protocol/log/sign-note.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { bentFetch } from '@parley/world/test-bent-fetch.ts'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { answerConsent } from '@parley/world/test-consent.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { type AppOptions, memoryReceipts, memoryStore, parleyApp, ParleyBadReceipt, type Session } from '../index.ts'

let parley: TestPlatform
let tunes: TestClient
let ana: TestPerson
let conversation: string
let session: Session
const kept = memoryReceipts()
const bent = bentFetch()
const store = memoryStore()

const appWith = (more: Partial<AppOptions> = {}) =>
  parleyApp({
    platform: parley.url,
    clientId: tunes.clientId,
    clientSecret: tunes.secret!,
    redirectUri: tunes.redirectUri,
    store,
    receipts: kept,
    fetch: bent.fetch,
    ...more
  })

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  tunes = await registerTestClient(parley, { clientId: 'tunes' })
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  conversation = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  const app = appWith()
  const ask = { actions: ['read', 'write', 'delete'], friends: true, messages: 'own' } as const
  const { url, attempt } = await app.login.start({ ask })
  session = await app.login.finish({
    attempt,
    url: await answerConsent(parley, ana, url, { conversations: [conversation] })
  })
  const { id: replyTo } = await session.messages.write(conversation, { text: 'hello' })
  for (const text of ['first', 'second'])
    await ben.post(`/api/conversations/${conversation}/messages`, { clientId: crypto.randomUUID(), text, replyTo })
})
after(() => parley.close())

type Answer = Partial<PartnerMessage> & { items?: PartnerMessage[]; receipts?: Receipt[] }
type Bend = (answer: Answer) => unknown

/** What the error of a call with bent answers is called. */
const caught = async (by: Bend, call: () => Promise<unknown>): Promise<string> => {
  bent.bend = by
  try {
    await call()
    return 'nothing'
  } catch (error) {
    assert.ok(error instanceof ParleyBadReceipt, String(error))
    return error.problem
  } finally {
    bent.bend = undefined
  }
}

test('the same write is one receipt, and after its deletion it still holds', async () => {
  const write = () => session.messages.write(conversation, { text: 'once' }, { key: 'once' })
  const before = kept.all().length
  const { id } = await write()
  await write()
  await session.messages.delete(conversation, id)
  assert.ok((await write()).deleted)
  assert.equal(kept.all().length - before, 2)
})

test('an altered text is caught, read or written', async () => {
  const alter: Bend = (answer) => {
    for (const message of answer.items ?? [answer]) if (message.text) message.text = `${message.text}!`
    return undefined
  }
  assert.equal(await caught(alter, () => session.messages.page(conversation)), 'other_content')
  assert.equal(await caught(alter, () => session.messages.changes()), 'other_content')
  assert.equal(await caught(alter, () => session.messages.write(conversation, { text: 'mine' })), 'other_content')
  const { items } = await session.messages.page(conversation)
  const first = items.find(({ text }) => text === 'first')!
  assert.equal(await caught(alter, () => session.messages.one(conversation, first.id)), 'other_content')
})

test('a message that is called deleted and is not, one left out and one too many are caught', async () => {
  const calledDeleted: Bend = ({ items }) => {
    delete items![0]!.text
    items![0]!.deleted = { at: items![0]!.at ?? '' }
    return undefined
  }
  assert.equal(await caught(calledDeleted, () => session.messages.page(conversation)), 'other_content')
  const leftOut: Bend = ({ items }) => void items!.shift()
  assert.equal(await caught(leftOut, () => session.messages.page(conversation)), 'other_access')
  const invented: Bend = ({ items }) => void items!.push({ ...items![0]!, id: crypto.randomUUID() })
  assert.equal(await caught(invented, () => session.messages.page(conversation)), 'other_access')
  const another: Bend = (answer) => ({ ...answer, items: answer.items!.toReversed() })
  assert.equal(await caught(another, () => session.messages.page(conversation)), 'other_access')
  const elsewhere: Bend = ({ items }) => items!.forEach((item) => (item.conversation = crypto.randomUUID()))
  assert.equal(await caught(elsewhere, () => session.messages.changes()), 'left_out')
})

test('a receipt that is left out is caught, and so is one too many', async () => {
  const without: Bend = (answer) => ({ ...answer, receipts: [] })
  const twice: Bend = (answer) => ({ ...answer, receipts: [...answer.receipts!, ...answer.receipts!] })
  for (const by of [without, twice]) {
    assert.equal(await caught(by, () => session.messages.page(conversation)), 'left_out')
    assert.equal(await caught(by, () => session.messages.write(conversation, { text: 'x' })), 'left_out')
    assert.equal(await caught(by, () => session.messages.friendsPage()), 'left_out')
    assert.equal(await caught(by, () => session.messages.conversationsPage()), 'left_out')
  }
  const gone: Bend = (answer) => {
    delete answer.receipts
    return undefined
  }
  assert.equal(await caught(gone, () => session.messages.changes()), 'left_out')
})

test('a permission given back without its receipt, or with that of something else, is over all the same', async () => {
  let read: Receipt[] = []
  bent.bend = (answer) => void (read = answer.receipts ?? [])
  await session.messages.page(conversation)
  const back = async (handle: string, receipts: Receipt[]): Promise<string> => {
    const friend = await signUpPerson(parley, handle)
    await befriend(ana, friend)
    const opened = await friend.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ana.id })
    const { url, attempt } = await appWith().login.start({ ask: { actions: ['read'] } })
    const answered = await answerConsent(parley, friend, url, { conversations: [opened.body.id] })
    const other = await appWith().login.finish({ attempt, url: answered })
    const problem = await caught(
      () => ({ receipts }),
      () => other.grant.giveBack()
    )
    assert.ok(other.ended)
    return problem
  }
  bent.bend = undefined
  assert.equal(await back('cara', []), 'left_out')
  assert.equal(await back('dora', read), 'other_access')
})

test('a receipt of another entry is caught: of an earlier request, of another action', async () => {
  let earlier: Receipt[] = []
  bent.bend = (answer) => void (earlier = answer.receipts ?? [])
  await session.messages.page(conversation)
  bent.bend = undefined
  const replay: Bend = (answer) => ({ ...answer, receipts: earlier })
  assert.equal(await caught(replay, () => session.messages.page(conversation)), 'other_access')
  assert.equal(await caught(replay, () => session.messages.conversationsPage()), 'other_access')
  assert.equal(await caught(replay, () => session.messages.write(conversation, { text: 'y' })), 'other_access')
})

test('bent texts, bent salts and a receipt that is none are caught', async () => {
  const bent =
    (change: (receipt: Receipt) => void): Bend =>
    (answer) => {
      change(answer.receipts![0]!)
    }
  const read = () => session.messages.page(conversation)
  assert.equal(
    await caught(
      bent((r) => (r.owner = r.owner.replace(',0,', ',1,'))),
      read
    ),
    'other_texts'
  )
  assert.equal(
    await caught(
      bent((r) => (r.shared = r.shared.replace('"n":', '"n":1'))),
      read
    ),
    'other_texts'
  )
  assert.equal(
    await caught(
      bent((r) => (r.saltO = r.saltS)),
      read
    ),
    'other_texts'
  )
  assert.equal(
    await caught(
      bent((r) => (r.note = 'I promise')),
      read
    ),
    'unreadable'
  )
  assert.equal(
    await caught(
      bent((r) => (r.salts = r.salts!.toReversed())),
      read
    ),
    'other_content'
  )
  assert.equal(
    await caught(
      bent((r) => delete r.salts),
      read
    ),
    'other_content'
  )
  assert.equal(
    await caught(
      bent((r) => (r.note = r.note.replace(/\n2\d{3}-/, '\n1999-'))),
      read
    ),
    'foreign_signature'
  )
})

test('a receipt signed by another key is caught, also in the name of the log', async () => {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  const foreign = await makeEd25519Signer(`${parley.log.origin}/receipt`, pair)
  const signed: Bend = async (answer) => {
    const receipt = answer.receipts![0]!
    const { text } = parseNote(receipt.note)!
    receipt.note = formatNote({ text, signatures: [await signNote(text, foreign)] })
    return undefined
  }
  assert.equal(await caught(signed, () => session.messages.page(conversation)), 'foreign_signature')
})

test('the key is learned once and kept: another key later is caught, also after a restart', async () => {
  assert.deepEqual(await store.get('log'), { kind: 'log', vkey: parley.log.vkey })
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  const vkey = formatVerifierKey((await makeEd25519Signer(parley.log.origin, pair)).key)
  await store.set('log', { kind: 'log', vkey })
  const restarted = (await appWith().session(session.id))!
  assert.equal(
    await caught(
      () => undefined,
      () => restarted.messages.page(conversation)
    ),
    'foreign_signature'
  )
  await store.delete('log')
  const pinned = (await appWith({ log: { vkey } }).session(session.id))!
  assert.equal(
    await caught(
      () => undefined,
      () => pinned.messages.page(conversation)
    ),
    'foreign_signature'
  )
  const right = (await appWith({ log: { vkey: parley.log.vkey } }).session(session.id))!
  await right.messages.page(conversation)
  assert.equal(await store.get('log'), undefined)
  assert.throws(() => appWith({ log: { vkey: 'none' } }), TypeError)
})

test('a bad receipt can be heard of instead of thrown; the answer is used, and the receipt is not kept', async () => {
  const heard: string[] = []
  const lenient = appWith({ onBadReceipt: (id, { problem }) => heard.push(`${id} ${problem}`) })
  const same = (await lenient.session(session.id))!
  const before = kept.all().length
  bent.bend = (answer) => ({ ...answer, receipts: [] })
  const page = await same.messages.page(conversation)
  bent.bend = undefined
  assert.ok(page.items.length > 0)
  assert.deepEqual(heard, [`${session.id} left_out`])
  assert.equal(kept.all().length, before)
})

test('the error of a bad receipt carries the answer, so that a write is not lost', async () => {
  bent.bend = (answer) => ({ ...answer, receipts: [] })
  const error = await session.messages.write(conversation, { text: 'written' }).catch((e: unknown) => e)
  bent.bend = undefined
  assert.ok(error instanceof ParleyBadReceipt)
  assert.equal((error.answer as PartnerMessage).text, 'written')
})
