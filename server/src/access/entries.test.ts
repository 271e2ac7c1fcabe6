// What an access leaves in the log: exactly one entry, whose texts say what was disclosed and whose commitments recompute from them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeActor, partnerHeaders, type TestActor } from '@parley/world/test-actor.ts'
import { ask, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import type { TestPlatform } from '@parley/world/test-platform.ts'
import { messagesOf, startTriangle, type TestTriangle } from '@parley/world/test-triangle.ts'
import { sha256 } from '../base/hash.ts'
import { newId } from '../base/random.ts'

let all: TestTriangle
let parley: TestPlatform
let [ana, ben, cara] = [] as unknown as [TestPerson, TestPerson, TestPerson]
let [withBen, withCara] = ['', '']
before(async () => {
  all = await startTriangle()
  ;({ parley, ana, ben, cara, withBen, withCara } = all)
})
after(() => parley.close())

type Shared = { v: number; t: string; id: string; at: string; app: string; conv?: string; n: number; from?: string[] }
type Owner = {
  g: string
  who: string
  what?: string
  from?: string[]
  items: (
    | [message: string, author: number, commitment: string, deleted: 0 | 1, seq: number, answers: string | null]
    | string
  )[]
  req: string | null
  why: string
}
type Entry = {
  kind: string
  event: string
  conversation: string | null
  parties: string[]
  shared: Shared
  owner: Owner
  at: Date
}

/** The accesses of a grant, oldest first, each with its commitments checked. */
const entriesOf = async (grant: string): Promise<Entry[]> => {
  const rows = await parley.sql<
    (Omit<Entry, 'shared' | 'owner'> & {
      shared: string
      owner: string
      salt_s: Buffer
      salt_o: Buffer
      cs: Buffer
      co: Buffer
    })[]
  >`
    select kind, event_id as event, conversation_id as conversation, parties, shared, owner, salt_s, salt_o, cs, co, at
    from log.entry where grant_id = ${grant} and kind in ('read', 'list', 'write', 'delete') order by id`
  return rows.map(({ shared, owner, salt_s, salt_o, cs, co, ...row }) => {
    assert.equal(salt_s.length, 32)
    assert.equal(salt_o.length, 32)
    assert.notDeepEqual(salt_s, salt_o)
    assert.deepEqual(cs, sha256(Buffer.concat([Buffer.from('parley/s/v1\n'), salt_s, Buffer.from(shared)])))
    assert.deepEqual(co, sha256(Buffer.concat([Buffer.from('parley/o/v1\n'), salt_o, Buffer.from(owner)])))
    return { ...row, shared: JSON.parse(shared) as Shared, owner: JSON.parse(owner) as Owner }
  })
}

const lidOf = async (owner: string): Promise<string> =>
  (await parley.sql<{ lid: string }[]>`select encode(lid, 'hex') as lid from log.party where owner_id = ${owner}`)[0]
    ?.lid ?? ''

const commitmentOf = async (message: string): Promise<string> =>
  (
    await parley.sql<{ c: Buffer }[]>`select commitment as c from conversations.event where id = ${message}`
  )[0]?.c.toString('base64') ?? ''

/** One access with its own proof: its answer, and the one entry that it left. */
const one = async (
  actor: TestActor,
  method: string,
  path: string,
  body?: unknown,
  more: Record<string, string> = {}
) => {
  const before = await entriesOf(actor.grant)
  const headers = { ...partnerHeaders(parley, actor, method, path), ...more }
  const answer = await ask(parley.url, '', method, path, body, headers)
  const left = (await entriesOf(actor.grant)).slice(before.length)
  assert.ok(answer.status < 300, JSON.stringify(answer.body))
  assert.equal(left.length, 1)
  const [entry] = left
  assert.ok(entry)
  assert.equal(entry.owner.req, sha256(headers['dpop'] ?? '').toString('hex'))
  await checkFrame(actor, entry)
  return { answer, entry }
}

const checkFrame = async (actor: TestActor, { kind, event, conversation, shared, owner, at }: Entry): Promise<void> => {
  const [app, who] = [await lidOf(actor.app.id), await lidOf(actor.person.id)]
  assert.deepEqual([shared.v, shared.t, shared.id, shared.app], [1, kind, event, app])
  assert.deepEqual([owner.g, owner.who, owner.why], [actor.grant, who, 'dpv:RequestedServiceProvision'])
  assert.equal(new Date(shared.at).getTime(), at.getTime())
  assert.ok(Math.abs(Date.now() - at.getTime()) < 10_000)
  assert.equal(shared.conv ?? null, conversation)
}

/** [message, its author's lid, its commitment] as an entry states them. */
const itemsOf = ({ owner }: Entry) =>
  owner.items.map((item) => {
    assert.ok(Array.isArray(item))
    return [item[0], owner.from?.[item[1]], item[2]]
  })

test('a page that is read leaves one entry with the messages on it, their authors and commitments', async () => {
  const ids = [
    await all.say(ana, withBen, 'One'),
    await all.say(ben, withBen, 'Two'),
    await all.say(ben, withBen, 'Three')
  ]
  const actor = await makeActor(parley, { actions: ['read'] }, { person: ana })
  const { answer, entry } = await one(actor, 'GET', `${messagesOf(withBen)}?limit=2`)
  assert.deepEqual(
    answer.body.items.map(({ id }: { id: string }) => id),
    ids.slice(0, 2)
  )
  const expected = [
    [ids[0], await lidOf(ana.id), await commitmentOf(ids[0] ?? '')],
    [ids[1], await lidOf(ben.id), await commitmentOf(ids[1] ?? '')]
  ]
  assert.deepEqual(itemsOf(entry), expected)
  assert.equal(entry.shared.n, 2)
  assert.deepEqual(new Set(entry.shared.from), new Set([await lidOf(ana.id), await lidOf(ben.id)]))
  assert.deepEqual(entry.shared.from, entry.owner.from)
  assert.deepEqual(new Set(entry.parties), new Set([ana.id, ben.id, actor.app.id, actor.grant]))
  const { entry: next } = await one(actor, 'GET', `${messagesOf(withBen)}?limit=2&after=${answer.body.next}`)
  assert.deepEqual(
    itemsOf(next).map(([id]) => id),
    [ids[2]]
  )
})

test('what others share of an entry names no message and no grant', async () => {
  const actor = await makeActor(parley, { actions: ['read'] }, { person: ana })
  const id = await all.say(ben, withBen, 'Secret words')
  await one(actor, 'GET', messagesOf(withBen))
  const [row] = await parley.sql<{ shared: string; owner: string }[]>`
    select shared, owner from log.entry where grant_id = ${actor.grant} and kind = 'read'`
  assert.ok(row)
  for (const secret of [id, actor.grant, ana.id, ben.id, 'Secret words'])
    assert.ok(!row.shared.includes(secret), secret)
  for (const secret of [ana.id, ben.id, 'Secret words']) assert.ok(!row.owner.includes(secret), secret)
})

test('one message that is read leaves one entry with it alone; a deleted one too', async () => {
  const actor = await makeActor(parley, { actions: ['read'] }, { person: ana })
  const id = await all.say(ben, withBen, 'Alone')
  const commitment = await commitmentOf(id)
  const first = await one(actor, 'GET', `${messagesOf(withBen)}/${id}`)
  assert.deepEqual(itemsOf(first.entry), [[id, await lidOf(ben.id), commitment]])
  await ben.delete(`/api/conversations/${withBen}/messages/${id}`)
  const second = await one(actor, 'GET', `${messagesOf(withBen)}/${id}`)
  assert.equal(second.answer.body.text, undefined)
  assert.deepEqual(itemsOf(second.entry), [[id, await lidOf(ben.id), commitment]])
})

test('changes leave one entry for each conversation with what came from it', async () => {
  const actor = await makeActor(parley, { actions: ['read'] }, { person: ana })
  const next = async (after?: string) =>
    (await actor.get(`/v1/changes?limit=100${after ? `&after=${after}` : ''}`)).body
  const start = await next()
  const [b, c] = [await all.say(ben, withBen, 'New here'), await all.say(cara, withCara, 'New there')]
  const before = await entriesOf(actor.grant)
  const { items } = await next(start.next)
  assert.deepEqual(new Set(items.map(({ id }: { id: string }) => id)), new Set([b, c]))
  const left = (await entriesOf(actor.grant)).slice(before.length)
  assert.deepEqual(
    new Map(left.map((entry) => [entry.conversation, itemsOf(entry).map(([id]) => id)])),
    new Map([
      [withBen, [b]],
      [withCara, [c]]
    ])
  )
})

test('a page with nothing on it leaves no entry', async () => {
  const actor = await makeActor(
    parley,
    { actions: ['read', 'write'], messages: 'own', friends: true },
    { person: await signUpPerson(parley, 'dora') }
  )
  for (const path of ['/v1/changes', '/v1/friends', '/v1/conversations', '/v1/me', '/v1/grant'])
    assert.equal((await actor.get(path)).status, 200)
  assert.deepEqual(await entriesOf(actor.grant), [])
})

test('names of conversations and friends that are looked up leave one entry each', async () => {
  const actor = await makeActor(parley, { friends: true, actions: ['read'] }, { person: ana })
  const conversations = await one(actor, 'GET', '/v1/conversations')
  assert.deepEqual(
    conversations.entry.owner.items,
    conversations.answer.body.items.map(({ id }: { id: string }) => id)
  )
  const friends = await one(actor, 'GET', '/v1/friends')
  assert.deepEqual(new Set(friends.entry.owner.items), new Set([await lidOf(ben.id), await lidOf(cara.id)]))
  assert.deepEqual([friends.entry.kind, friends.entry.owner.what, friends.entry.shared.n], ['list', 'friends', 2])
})

test('a message that is written or deleted leaves one entry; doing it again leaves none', async () => {
  const actor = await makeActor(parley, { actions: ['read', 'write', 'delete'] }, { person: ana })
  const key = newId()
  const wrote = await one(actor, 'POST', messagesOf(withBen), { text: 'Written' }, { 'idempotency-key': key })
  const { id } = wrote.answer.body
  const item = [id, await lidOf(ana.id), await commitmentOf(id)]
  assert.equal(wrote.entry.kind, 'write')
  assert.deepEqual(itemsOf(wrote.entry), [item])
  assert.equal((await actor.write(withBen, { text: 'Written' }, key)).body.id, id)
  const deleted = await one(actor, 'DELETE', `${messagesOf(withBen)}/${id}`)
  assert.equal(deleted.entry.kind, 'delete')
  assert.deepEqual(itemsOf(deleted.entry), [item])
  assert.equal((await actor.send('DELETE', `${messagesOf(withBen)}/${id}`)).status, 200)
  assert.equal((await entriesOf(actor.grant)).length, 2)
})

test('the parties of an access to a group are its members then, and who wrote what is told', async () => {
  const { body } = await ana.post('/api/conversations', { kind: 'group', title: 'Hike', people: [ben.id] })
  const actor = await makeActor(parley, { actions: ['read'] }, { person: ana })
  await all.say(ben, body.id, 'Two of us')
  assert.deepEqual(
    new Set((await one(actor, 'GET', messagesOf(body.id))).entry.parties),
    new Set([ana.id, ben.id, actor.app.id, actor.grant])
  )
  await ana.post(`/api/conversations/${body.id}/members`, { people: [cara.id] })
  assert.deepEqual(
    new Set((await one(actor, 'GET', messagesOf(body.id))).entry.parties),
    new Set([ana.id, ben.id, cara.id, actor.app.id, actor.grant])
  )
  await ben.delete(`/api/conversations/${body.id}/members/me`)
  await cara.delete(`/api/conversations/${body.id}/members/me`)
  // Ben has left and his words are read; Cara has left and wrote nothing.
  assert.deepEqual(
    new Set((await one(actor, 'GET', messagesOf(body.id))).entry.parties),
    new Set([ana.id, ben.id, actor.app.id, actor.grant])
  )
})
