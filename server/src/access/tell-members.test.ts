// Who is in a conversation is told there of an app that reads, before its first read.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ConversationEvent } from '@parley/protocol/api/events.ts'
import type { Answers } from '@parley/protocol/api/grant.ts'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { openLive } from '@parley/world/test-live.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { newId } from '../base/random.ts'
import { giveGrant } from '../grants/give-grant.ts'

let parley: TestPlatform
let ana: TestPerson
let ben: TestPerson
let cleo: TestPerson
before(async () => {
  parley = await startTestPlatform({ limitFactor: 100_000 })
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  cleo = await signUpPerson(parley, 'cleo')
  for (const [a, b] of [
    [ana, ben],
    [ana, cleo],
    [ben, cleo]
  ] as const)
    await befriend(a, b)
})
after(() => parley.close())

const group = async (...people: TestPerson[]): Promise<string> =>
  (await ana.post('/api/conversations', { kind: 'group', title: 'Trip', people: people.map(({ id }) => id) })).body.id
const say = (person: TestPerson, conversation: string, text: string) =>
  person.post(`/api/conversations/${conversation}/messages`, { clientId: newId(), text })
const eventsOf = async (person: TestPerson, conversation: string): Promise<ConversationEvent[]> =>
  (await person.get(`/api/conversations/${conversation}/events?limit=100`)).body.items
const noticesOf = async (person: TestPerson, conversation: string) =>
  (await eventsOf(person, conversation)).filter((event) => event.kind === 'connected')
const read = (actor: TestActor, conversation: string) => actor.get(`/v1/conversations/${conversation}/messages`)
const giveAgain = ({ person, app }: TestActor, answers: Partial<Answers>) =>
  giveGrant(parley, {
    person: person.id,
    app: app.id,
    answers: {
      actions: ['read'],
      friends: false,
      where: 'all',
      conversations: [],
      messages: 'any',
      from: 'all_history',
      until: 'day',
      ...answers
    },
    consent: { text: 'shown', language: 'en', version: '1' }
  })

test('a new reading permission is told in every conversation that it reaches, in the order of events, and says what it sees', async () => {
  const [first, second, other] = [await group(ben), await group(cleo), await group(ben)]
  await say(ben, first, 'before')
  const chosen: Partial<Answers> = { where: 'chosen', conversations: [first, second] }
  const actor = await makeActor(parley, { actions: ['read'], ...chosen }, { person: ana })
  const [notice, ...more] = await noticesOf(ben, first)
  assert.deepEqual(more, [])
  const { kind, seq, person, via, sees } = notice!
  assert.deepEqual([kind, seq, person, via.app, sees], ['connected', 2, ana.id, actor.app.id, 'all'])
  assert.equal((await noticesOf(cleo, second)).length, 1)
  assert.equal((await noticesOf(ben, other)).length, 0)
  for (const [answers, words] of [
    [{ messages: 'own', from: 'from_now' }, 'own'],
    [{ messages: 'own', from: 'all_history' }, 'own'],
    [{ messages: 'any', from: 'from_now' }, 'new']
  ] as const) {
    await makeActor(parley, { actions: ['read'], ...chosen, ...answers }, { person: ana })
    assert.equal((await noticesOf(ben, first)).at(-1)?.sees, words)
  }
  assert.deepEqual(
    (await eventsOf(ben, first)).map(({ seq }) => seq),
    [1, 2, 3, 4, 5]
  )
})

test('a permission that does not read is told to nobody', async () => {
  const conversation = await group(ben)
  const actor = await makeActor(parley, { actions: ['write', 'delete'] }, { person: ana })
  assert.equal((await actor.write(conversation, { text: 'hello' })).status, 201)
  await actor.get('/v1/conversations')
  assert.deepEqual(await noticesOf(ben, conversation), [])
})

test('a notice leaves a conversation at its place in lists, and nothing unread', async () => {
  const [old, newer] = [await group(ben), await group(ben)]
  await say(ana, newer, 'newest')
  await ben.put(`/api/conversations/${newer}/read`, { seq: 1 })
  await makeActor(parley, { actions: ['read'], where: 'chosen', conversations: [old, newer] }, { person: ana })
  const [first, second] = (await ben.get('/api/conversations')).body.items
  assert.deepEqual([first.id, second.id], [newer, old])
  assert.deepEqual([first.unread, second.unread, second.lastSeq], [0, 0, 1])
  // A direct conversation in which nothing was said stays behind all others.
  const dan = await signUpPerson(parley, `dan${newId().slice(0, 6)}`)
  await befriend(dan, ben)
  const direct = (await dan.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  await makeActor(parley, { actions: ['read'] }, { person: dan })
  assert.equal((await noticesOf(ben, direct)).length, 1)
  assert.equal((await ben.get('/api/conversations?limit=100')).body.items.at(-1).id, direct)
})

test('an app never sees a notice', async () => {
  const conversation = await group(ben)
  const actor = await makeActor(parley, { actions: ['read'] }, { person: ana })
  await say(ben, conversation, 'hello')
  assert.deepEqual(
    (await read(actor, conversation)).body.items.map(({ text }: { text: string }) => text),
    ['hello']
  )
  const { items } = (await actor.get('/v1/changes?limit=100')).body
  assert.ok(items.every((item: object) => 'text' in item || 'deleted' in item || 'card' in item))
})

test('in a conversation younger than the permission the first read tells, once, also when many read at once', async () => {
  const actor = await makeActor(parley, { actions: ['read'] }, { person: ana })
  const conversation = await group(ben)
  assert.deepEqual((await read(actor, conversation)).body.items, [])
  assert.equal((await noticesOf(ben, conversation)).length, 0)
  await say(ben, conversation, 'hello')
  const socket = await openLive(parley.url, ben)
  const answers = await Promise.all([
    ...Array.from({ length: 8 }, () => read(actor, conversation)),
    ...Array.from({ length: 4 }, () => actor.get('/v1/changes?limit=100'))
  ])
  assert.ok(answers.every(({ status }) => status === 200))
  await socket.until((f) => f.type === 'events' && f.events.some(({ kind }) => kind === 'connected'))
  socket.close()
  assert.deepEqual(
    (await eventsOf(ben, conversation)).map(({ kind, seq }) => [kind, seq]),
    [
      ['message', 1],
      ['connected', 2]
    ]
  )
})

test('whoever joins later is told before the app reads what they wrote', async () => {
  const conversation = await group(ben)
  const actor = await makeActor(parley, { actions: ['read'] }, { person: ana })
  await ana.post(`/api/conversations/${conversation}/members`, { people: [cleo.id] })
  await say(cleo, conversation, 'here I am')
  assert.deepEqual(await noticesOf(cleo, conversation), [])
  assert.equal((await read(actor, conversation)).body.items.length, 1)
  assert.equal((await noticesOf(cleo, conversation)).length, 1)
  await read(actor, conversation)
  assert.equal((await noticesOf(cleo, conversation)).length, 1)
})

test('a permission that replaces one is told only where it sees something else', async () => {
  const [both, added] = [await group(ben), await group(ben)]
  const only: Partial<Answers> = { where: 'chosen', conversations: [both] }
  const actor = await makeActor(parley, { actions: ['read'], messages: 'own', ...only }, { person: ana })
  await giveAgain(actor, { messages: 'own', ...only, conversations: [both, added] })
  assert.equal((await noticesOf(ben, both)).length, 1)
  assert.equal((await noticesOf(ben, added)).length, 1)
  await giveAgain(actor, only)
  assert.deepEqual(
    (await noticesOf(ben, both)).map(({ sees }) => sees),
    ['own', 'all']
  )
  await ana.post(`/api/grants/${(await giveAgain(actor, only)).grant}/revoke`, {})
  assert.equal((await noticesOf(ben, both)).length, 2)
  await giveAgain(actor, only)
  assert.equal((await noticesOf(ben, both)).length, 3)
})

test('a group that lets no app in is told when it does and the app reads', async () => {
  const conversation = await group(ben)
  await say(ben, conversation, 'hello')
  await ben.put(`/api/conversations/${conversation}/closed-to-apps`, {})
  const actor = await makeActor(parley, { actions: ['read'] }, { person: ana })
  assert.equal((await read(actor, conversation)).status, 404)
  assert.equal((await noticesOf(ben, conversation)).length, 0)
  await ben.delete(`/api/conversations/${conversation}/closed-to-apps`)
  assert.equal((await read(actor, conversation)).status, 200)
  assert.equal((await noticesOf(ben, conversation)).length, 1)
})

test('connecting, writing and reading at once: from-now reads nothing from before the notice, and no number is missing', async () => {
  const conversation = await group(ben, cleo)
  for (let round = 0; round < 10; round++) {
    const writing = Array.from({ length: 10 }, (_, i) => say(i % 2 ? ben : cleo, conversation, `${round} ${i}`))
    const connecting = makeActor(parley, { actions: ['read'], from: 'from_now' }, { person: ana }).then(
      async (actor) => {
        const page = await read(actor, conversation)
        return { actor, page }
      }
    )
    await Promise.all(writing)
    const { actor, page } = await connecting
    const events = await parley.sql<{ id: string; seq: number; kind: string; app: string }[]>`
      select id, seq, kind, app_id as app from conversations.event where conversation_id = ${conversation} order by seq`
    const notice = events.find((event) => event.kind === 'connected' && event.app === actor.app.id)!
    for (const { id } of [...page.body.items, ...(await read(actor, conversation)).body.items])
      assert.ok(events.find((event) => event.id === id)!.seq > notice.seq)
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_, i) => i + 1)
    )
  }
})

test('a permission for hundreds of conversations is told in all of them in a moment', async () => {
  const eve = await signUpPerson(parley, 'eve')
  await befriend(eve, ben)
  const ids = Array.from({ length: 500 }, () => newId())
  for (const id of ids) await parley.sql`select conversations.open_group(${id}, ${eve.id}, 'Many', ${[ben.id]}::uuid[])`
  const startedMs = performance.now()
  await makeActor(parley, { actions: ['read'] }, { person: eve })
  const tookMs = performance.now() - startedMs
  const [told] = await parley.sql<{ n: number }[]>`
    select count(*) as n from conversations.event where kind = 'connected' and conversation_id = any(${ids}::uuid[]) and seq = 1`
  assert.equal(told!.n, 500)
  assert.ok(tookMs < 5000, `${tookMs} ms`)
})

test('permissions for many apps at once, and messages at the same moment, wait for each other and none fails', async () => {
  const direct = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id as string
  const names = Array.from({ length: 6 }, (_, n) => `many-${n}`)
  const apps = await Promise.all(names.map((clientId) => registerTestClient(parley, { clientId })))
  for (let round = 0; round < 5; round++) {
    const said = Promise.all([ana, ben, ana, ben].map((person) => say(person, direct, 'meanwhile')))
    await Promise.all(apps.map((app) => makeActor(parley, { actions: ['read'], where: 'all' }, { person: ana, app })))
    assert.ok((await said).every(({ status }) => status === 201))
  }
})
