// What an agent writes after it has read elsewhere: it waits for its person, and is written once or not at all.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import type { TestPerson } from '@parley/world/test-person.ts'
import type { TestPlatform } from '@parley/world/test-platform.ts'
import { messagesOf, startTriangle, type TestTriangle } from '@parley/world/test-triangle.ts'
import { newId } from '../base/random.ts'
import { pruneApprovals } from './forget-approvals.ts'

let all: TestTriangle
let parley: TestPlatform
let [ana, ben] = [] as unknown as [TestPerson, TestPerson]
let [withBen, withCara] = ['', '']
/** A new one for each test, which has read nothing yet. */
let aide: TestActor
before(async () => {
  all = await startTriangle()
  ;({ parley, ana, ben, withBen, withCara } = all)
})
after(() => parley.close())

const agentOf = async (person: TestPerson): Promise<TestActor> => {
  const app = await registerTestClient(parley, { clientId: `aide-${newId().slice(0, 8)}`, agent: true })
  return makeActor(parley, { actions: ['read', 'write'] }, { person, app })
}
beforeEach(async () => {
  aide = await agentOf(ana)
  await all.say(ben, withBen, 'Forward this to everybody you know!')
})

const read = async (conversation: string, by = aide): Promise<void> => {
  assert.equal((await by.get(`${messagesOf(conversation)}?limit=100`)).status, 200)
}
type Waiting = { key: string; id: string; again: () => ReturnType<TestActor['write']> }
/** The agent has read in the conversation with Ben and asks to write to Cara. */
const asks = async (text = 'Look at this', by = aide): Promise<Waiting> => {
  await read(withBen, by)
  const key = newId()
  const again = () => by.write(withCara, { text }, key)
  const { status, body } = await again()
  assert.deepEqual([status, body.code], [403, 'approval_needed'])
  return { key, id: body.approval.id, again }
}
const decide = (id: string, how: 'approve' | 'deny', by = ana) => by.post(`/api/approvals/${id}/${how}`)
const codeOf = async (answer: ReturnType<TestActor['write']>) => (await answer).body.code
const textsWith = async (conversation: string): Promise<string[]> => {
  const { body } = await ana.get(`/api/conversations/${conversation}/events?limit=100`)
  return body.items.flatMap(({ text }: { text?: string }) => text ?? [])
}
const times = async (text: string): Promise<number> => (await textsWith(withCara)).filter((one) => one === text).length
const stateOf = async (id: string): Promise<string> =>
  (await ana.get('/api/approvals?limit=100')).body.items.find((one: { id: string }) => one.id === id).state
const pass = (id: string) =>
  parley.sql`update access.approval set expires_at = expires_at - interval '10 minutes' where id = ${id}`
const decisions = (id: string) => parley.sql<{ kind: string }[]>`
  select kind from log.entry where kind in ('approve', 'deny') and owner::json ->> 'message' = ${id} order by id`

test('an agent writes freely where it has read nothing, and where it has read only there', async () => {
  assert.equal((await aide.write(withCara, { text: 'Good morning' })).status, 201)
  await read(withCara)
  assert.equal((await aide.write(withCara, { text: 'And good evening' })).status, 201)
})

test('an app that is no agent writes freely', async () => {
  const app = await makeActor(parley, { actions: ['read', 'write'] }, { person: ana })
  await read(withBen, app)
  assert.equal((await app.write(withCara, { text: 'Plain' })).status, 201)
})

test('after it has read elsewhere nothing arrives before the person approves, and then once', async () => {
  const text = `Story ${newId()}`
  const waiting = await asks(text)
  assert.equal(await codeOf(waiting.again()), 'approval_needed')
  assert.equal(await times(text), 0)
  const { body } = await ana.get('/api/approvals')
  const { askedAt: _, expiresAt, ...first } = body.items[0]
  assert.deepEqual(first, {
    id: waiting.id,
    state: 'pending',
    app: { id: aide.app.id, name: first.app.name },
    grant: aide.grant,
    conversation: { id: withCara, title: 'Cara' },
    text,
    hadRead: { conversations: 1, latest: [{ id: withBen, title: 'Ben' }] }
  })
  assert.ok(Date.parse(expiresAt) > 0)
  assert.deepEqual([(await decide(waiting.id, 'approve')).status, await times(text)], [200, 0])
  const written = await waiting.again()
  assert.deepEqual([written.status, written.body.id, written.body.text], [201, waiting.id, text])
  const repeated = await waiting.again()
  assert.deepEqual([repeated.status, repeated.body.id], [201, waiting.id])
  assert.equal(await times(text), 1)
  const [done] = (await ana.get('/api/approvals')).body.items
  assert.deepEqual([done.id, done.state, done.text], [waiting.id, 'written', undefined])
})

test('approving is for one message: the next one, and the same again under another key, wait', async () => {
  const waiting = await asks('One')
  await decide(waiting.id, 'approve')
  assert.equal((await waiting.again()).status, 201)
  assert.equal(await codeOf(aide.write(withCara, { text: 'Two' })), 'approval_needed')
  assert.equal(await codeOf(aide.write(withCara, { text: 'One' })), 'approval_needed')
})

test('the key of an approved message writes no other text, no other place and no other answer', async () => {
  const { key, id } = await asks('Harmless')
  await decide(id, 'approve')
  const target = await all.say(ana, withCara, 'Target')
  assert.equal(await codeOf(aide.write(withCara, { text: 'Harmful' }, key)), 'key_reused')
  assert.equal(await codeOf(aide.write(withCara, { text: 'Harmless', replyTo: target }, key)), 'key_reused')
  await read(withCara)
  assert.equal(await codeOf(aide.write(withBen, { text: 'Harmless' }, key)), 'key_reused')
})

test('two approvals and many requests at once are one entry and one message', async () => {
  const text = `Raced ${newId()}`
  const waiting = await asks(text)
  const answers = await Promise.all([decide(waiting.id, 'approve'), decide(waiting.id, 'approve')])
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200]
  )
  const writes = await Promise.all([1, 2, 3, 4].map(() => waiting.again()))
  assert.deepEqual(new Set(writes.map(({ status, body }) => `${status} ${body.id}`)), new Set([`201 ${waiting.id}`]))
  assert.deepEqual([await times(text), (await decisions(waiting.id)).length], [1, 1])
})

test('an approval and a denial at once: one of them holds', async () => {
  for (let round = 0; round < 5; round++) {
    const by = await agentOf(ana)
    const waiting = await asks(`Either ${round}`, by)
    const answers = await Promise.all([decide(waiting.id, 'approve'), decide(waiting.id, 'deny')])
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409])
    const [only, ...more] = await decisions(waiting.id)
    assert.deepEqual(more, [])
    assert.equal((await waiting.again()).status, only?.kind === 'approve' ? 201 : 403)
  }
})

test('a denied message is never written, also when the agent asks again', async () => {
  const text = `Denied ${newId()}`
  const waiting = await asks(text)
  assert.equal((await decide(waiting.id, 'deny')).body.state, 'denied')
  assert.equal(await codeOf(waiting.again()), 'approval_denied')
  assert.equal((await decide(waiting.id, 'approve')).body.code, 'approval_over')
  assert.equal(await codeOf(waiting.again()), 'approval_denied')
  assert.equal(await times(text), 0)
})

test('after its time a message can neither be approved nor written', async () => {
  const late = await asks('Too late to approve')
  await pass(late.id)
  assert.equal((await decide(late.id, 'approve')).body.code, 'approval_over')
  assert.equal(await codeOf(late.again()), 'approval_expired')
  const approved = await asks('Too late to write')
  await decide(approved.id, 'approve')
  await pass(approved.id)
  assert.equal(await codeOf(approved.again()), 'approval_expired')
  assert.deepEqual([await stateOf(late.id), await stateOf(approved.id)], ['expired', 'expired'])
})

test('a revoke ends what waits and what is approved', async () => {
  const [waiting, approved] = [await asks('Waiting'), await asks('Approved')]
  await decide(approved.id, 'approve')
  await ana.post(`/api/grants/${aide.grant}/revoke`)
  assert.equal((await decide(waiting.id, 'approve')).body.code, 'approval_over')
  assert.equal(await codeOf(approved.again()), 'grant_ended')
  assert.deepEqual([await stateOf(waiting.id), await stateOf(approved.id)], ['ended', 'ended'])
})

test('somebody else cannot see or decide it', async () => {
  const waiting = await asks('Only for ana')
  for (const how of ['approve', 'deny'] as const)
    assert.equal((await decide(waiting.id, how, ben)).body.code, 'approval_missing')
  assert.deepEqual((await ben.get('/api/approvals')).body.items, [])
  assert.equal((await decide(newId(), 'approve')).body.code, 'approval_missing')
  assert.equal(await codeOf(waiting.again()), 'approval_needed')
})

test('at most five wait at a time', async () => {
  for (let n = 0; n < 5; n++) await asks(`Waiting ${n}`)
  const { status, body } = await aide.write(withCara, { text: 'One too many' })
  assert.deepEqual([status, body.code], [429, 'approvals_full'])
})

test('what is pending comes first in the list, which has pages', async () => {
  const first = await asks('First')
  const second = await asks('Second')
  await decide(second.id, 'deny')
  const page = (await ana.get('/api/approvals?limit=1')).body
  assert.deepEqual([page.items[0].state, page.items.length], ['pending', 1])
  const ids = []
  for (let after = ''; ;) {
    const { items, next } = (await ana.get(`/api/approvals?limit=3${after}`)).body
    ids.push(...items.map(({ id }: { id: string }) => id))
    if (next === undefined) break
    after = `&after=${next}`
  }
  assert.equal(new Set(ids).size, ids.length)
  assert.ok(ids.indexOf(first.id) < ids.indexOf(second.id))
})

test('a permission that was given anew remembers what the agent read', async () => {
  await read(withBen)
  const again = await makeActor(parley, { actions: ['write'] }, { person: ana, app: aide.app })
  assert.equal(await codeOf(again.write(withCara, { text: 'Laundered' })), 'approval_needed')
})

test('a day after it has read the agent writes freely', async () => {
  await read(withBen)
  await parley.sql`update access.agent_read set at = at - interval '24 hours' where app_id = ${aide.app.id}`
  assert.equal((await aide.write(withCara, { text: 'The day after' })).status, 201)
})

test('the entry names the message, its place and its content for the person, the app and the grant; Activity tells it', async () => {
  const waiting = await asks('Recorded')
  await decide(waiting.id, 'approve')
  const [entry] = await parley.sql<{ shared: string; owner: string; parties: string[] }[]>`
    select shared, owner, parties from log.entry where kind = 'approve' and grant_id = ${aide.grant}`
  const { g, conv, message } = JSON.parse(entry!.owner)
  assert.deepEqual([g, conv, message], [aide.grant, withCara, waiting.id])
  assert.deepEqual(new Set(entry!.parties), new Set([ana.id, aide.app.id, aide.grant]))
  assert.doesNotMatch(entry!.owner + entry!.shared, /Recorded/)
  const [line] = (await ana.get(`/api/activity?grant=${aide.grant}`)).body.items
  assert.match(line.sentence, /^You let .* send a message in your conversation with Cara\.$/)
})

test('what is over is forgotten after a day', async () => {
  const waiting = await asks('Forgotten')
  await parley.sql`update access.approval set expires_at = expires_at - interval '25 hours' where id = ${waiting.id}`
  await pruneApprovals(parley.sql)
  assert.equal((await decide(waiting.id, 'deny')).body.code, 'approval_missing')
})
