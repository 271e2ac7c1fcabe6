// Tests of receipts against a real platform: honest answers are kept and found in the log; each way to bend one is caught by name.
import assert from 'node:assert/strict'
import { after, before, mock, test } from 'node:test'
import type { PartnerMessage, Receipt, ReceiptProof } from '@parley/protocol/api/partner.ts'
import { formatNote, parseNote } from '@parley/protocol/log/note.ts'
import { makeEd25519Signer, signNote } from '@parley/protocol/log/sign-note.ts'
import { formatVerifierKey } from '@parley/protocol/log/verifier-key.ts'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { answerConsent } from '@parley/world/test-consent.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import {
  type AppOptions,
  type CheckedReceipt,
  memoryReceipts,
  memoryStore,
  parleyApp,
  ParleyBadReceipt,
  type Session
} from '../index.ts'

let parley: TestPlatform
let tunes: TestClient
let [ana, ben] = [] as unknown as [TestPerson, TestPerson]
let conversation: string

type Answer = Partial<PartnerMessage> & { items?: PartnerMessage[]; receipts?: Receipt[] } & Partial<
    Exclude<ReceiptProof, { pending: true }>
  >
/** Bends the JSON of what the platform answers; may change it in place. */
type Bend = (answer: Answer, path: string) => Answer | undefined | Promise<Answer | undefined>

let bend: Bend | undefined
/** What stands between the app and the platform. */
const through: typeof fetch = async (input, init) => {
  const answer = await fetch(input, init)
  const path = new URL(input instanceof Request ? input.url : input).pathname
  if (!bend || !answer.ok || !path.startsWith('/v1/')) return answer
  const json = (await answer.json()) as Answer
  return Response.json((await bend(json, path)) ?? json, { status: answer.status })
}

const memory = memoryReceipts()
/** Receipts that a test has done with. */
const forgotten = new Set<string>()
const kept: typeof memory = {
  ...memory,
  waiting: async (of, options) => (await memory.waiting(of, options)).filter(({ event }) => !forgotten.has(event))
}
const store = memoryStore()
let session: Session

const appWith = (more: Partial<AppOptions> = {}) =>
  parleyApp({
    platform: parley.url,
    clientId: tunes.clientId,
    ...(tunes.secret && { clientSecret: tunes.secret }),
    redirectUri: tunes.redirectUri,
    store,
    receipts: kept,
    fetch: through,
    ...more
  })

const logIn = async (): Promise<Session> => {
  const app = appWith()
  const { url, attempt } = await app.login.start({
    ask: { actions: ['read', 'write', 'delete'], friends: true, messages: 'own' }
  })
  return app.login.finish({ attempt, url: await answerConsent(parley, ana, url, { conversations: [conversation] }) })
}

const reply = (replyTo: string, text: string) =>
  ben.post(`/api/conversations/${conversation}/messages`, { clientId: crypto.randomUUID(), text, replyTo })

before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  tunes = await registerTestClient(parley, { clientId: 'tunes', redirectUris: ['https://app.example/callback'] })
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  conversation = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  session = await logIn()
  const { id } = await session.messages.write(conversation, { text: 'hello' })
  await reply(id, 'first')
  await reply(id, 'second')
  await settled(session)
})
after(() => parley.close())

/** Receipts of a session as they are checked, page by page. */
const checked = async (of: Session, limit?: number): Promise<CheckedReceipt[]> => {
  const found: CheckedReceipt[] = []
  let after: string | undefined
  do {
    const page = await of.checkReceipts({ after, limit })
    found.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return found
}

/** Checks until nothing is pending. */
const settled = async (of: Session, limit?: number): Promise<CheckedReceipt[]> => {
  const found = new Map<string, CheckedReceipt>()
  for (let tries = 0; tries < 100; tries++) {
    const now = await checked(of, limit)
    for (const one of now) found.set(one.event, one)
    if (now.every(({ state }) => state !== 'pending')) return [...found.values()]
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('Receipts stay pending')
}

const states = (found: CheckedReceipt[]) => found.map(({ state }) => state)

/** What the error of a call with bent answers is called. */
const caught = async (by: Bend, call: () => Promise<unknown>): Promise<string> => {
  bend = by
  try {
    await call()
    return 'nothing'
  } catch (error) {
    assert.ok(error instanceof ParleyBadReceipt, String(error))
    return error.problem
  } finally {
    bend = undefined
  }
}

/** A session of its own, with receipts that nobody else adds to. */
const freshSession = async (): Promise<Session> => {
  await settled(session)
  return session
}

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
    states(await settled(session, 2)),
    Array.from({ length: 9 }, () => 'included')
  )
  assert.deepEqual(await session.checkReceipts(), { items: [] })
})

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
    items![0]!.deleted = { at: items![0]!.at }
    return undefined
  }
  assert.equal(await caught(calledDeleted, () => session.messages.page(conversation)), 'other_content')
  const leftOut: Bend = ({ items }) => void items!.shift()
  assert.equal(await caught(leftOut, () => session.messages.page(conversation)), 'other_access')
  const invented: Bend = ({ items }) => void items!.push({ ...items![0]!, id: crypto.randomUUID() })
  assert.equal(await caught(invented, () => session.messages.page(conversation)), 'other_access')
  const another: Bend = (answer) => ({ ...answer, items: answer.items!.toReversed() })
  assert.equal(await caught(another, () => session.messages.page(conversation)), 'other_access')
  const elsewhere: Bend = ({ items }) => void items!.forEach((item) => (item.conversation = crypto.randomUUID()))
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

test('a receipt of another entry is caught: of an earlier request, of another action', async () => {
  let earlier: Receipt[] = []
  bend = (answer) => void (earlier = answer.receipts ?? [])
  await session.messages.page(conversation)
  bend = undefined
  const replay: Bend = (answer) => ({ ...answer, receipts: earlier })
  assert.equal(await caught(replay, () => session.messages.page(conversation)), 'other_access')
  assert.equal(await caught(replay, () => session.messages.conversationsPage()), 'other_access')
  assert.equal(await caught(replay, () => session.messages.write(conversation, { text: 'y' })), 'other_access')
})

test('bent texts, bent salts and a receipt that is none are caught', async () => {
  const bent =
    (change: (receipt: Receipt) => void): Bend =>
    (answer) =>
      void change(answer.receipts![0]!)
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
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
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
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
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
  bend = (answer) => ({ ...answer, receipts: [] })
  const page = await same.messages.page(conversation)
  bend = undefined
  assert.ok(page.items.length > 0)
  assert.deepEqual(heard, [`${session.id} left_out`])
  assert.equal(kept.all().length, before)
})

test('the error of a bad receipt carries the answer, so that a write is not lost', async () => {
  bend = (answer) => ({ ...answer, receipts: [] })
  const error = await session.messages.write(conversation, { text: 'written' }).catch((e: unknown) => e)
  bend = undefined
  assert.ok(error instanceof ParleyBadReceipt)
  assert.equal((error.answer as PartnerMessage).text, 'written')
})

/** The sequencer passes over the log while this goes on. */
const whileSequencerWaits = (act: () => Promise<void>): Promise<void> =>
  parley.sql.begin(async (tx) => {
    await tx`select from log.state for update`
    await act()
  }) as Promise<void>

/** As if so much time had passed, for the app and for the platform. */
const later = async <T>(ms: number, act: () => Promise<T>): Promise<T> => {
  mock.timers.enable({ apis: ['Date'], now: Date.now() + ms })
  try {
    return await act()
  } finally {
    mock.timers.reset()
  }
}

test('an entry that is never logged is pending until its time, and missing after it', async () => {
  const of = await freshSession()
  await whileSequencerWaits(async () => {
    await of.messages.conversationsPage()
    const { event } = kept.all().at(-1)!
    assert.deepEqual(states(await checked(of)), ['pending'])
    // The operator takes the record of what was disclosed away, before it is in the tree.
    await parley.sql`delete from log.outbox o using log.entry e where e.id = o.entry_id and e.event_id = ${event}`
    assert.deepEqual(states(await checked(of)), ['pending'])
    await parley.sql`delete from log.entry where event_id = ${event}`
    assert.deepEqual(states(await checked(of)), ['pending'])
    await later(66_000, async () => {
      const [missing] = await checked(of)
      assert.equal(missing?.state, 'missing')
      assert.equal(missing?.receipt.event, event)
    })
    forgotten.add(event)
  })
})

test('an entry that is logged with other texts than promised, and a proof that does not hold, are wrong', async () => {
  const of = await freshSession()
  await whileSequencerWaits(async () => {
    await of.messages.conversationsPage()
    const { event } = kept.all().at(-1)!
    await parley.sql`update log.entry set co = sha256(co) where event_id = ${event}`
  })
  const [other] = await settled(of)
  assert.deepEqual([other?.state, other?.why], ['wrong', 'The entry in the log says something else than the receipt.'])
  forgotten.add(other!.event)
  await of.messages.conversationsPage()
  const bends: [Bend, RegExp][] = [
    [({ path }) => void path?.reverse(), /not in the log/],
    [({ path }) => void path?.pop(), /not in the log/],
    [(answer) => void (answer.entry &&= answer.entry.replace(/^..../, 'AQAI')), /form of an entry|not in the log/],
    [(answer) => void (answer.checkpoint &&= answer.checkpoint.replace(/\n\d+\n/, '\n999999\n')), /did not sign/]
  ]
  await new Promise((resolve) => setTimeout(resolve, 1000))
  for (const [by, why] of bends) {
    bend = by
    const [wrong] = await checked(of)
    bend = undefined
    assert.equal(wrong?.state, 'wrong', String(by))
    assert.match(wrong?.why ?? '', why)
  }
  assert.deepEqual(states(await checked(of)), ['included'])
})

test('after the person has revoked, the last receipts can still be looked for', async () => {
  const of = await freshSession()
  await of.messages.conversationsPage()
  await ana.post(`/api/grants/${of.permission!.grant}/revoke`)
  await assert.rejects(of.messages.conversationsPage())
  assert.ok(of.ended)
  assert.deepEqual(states(await settled(of)), ['included'])
})
