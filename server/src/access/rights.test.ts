// What a token cannot do at the partner API, however it asks; and that what is refused leaves no entry.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeActor, partnerHeaders, type TestActor } from '@parley/world/test-actor.ts'
import { ask, type TestPerson } from '@parley/world/test-person.ts'
import type { TestPlatform } from '@parley/world/test-platform.ts'
import { messagesOf, startTriangle, type TestTriangle } from '@parley/world/test-triangle.ts'
import { writeCursor } from '../base/cursor.ts'
import { newId } from '../base/random.ts'

let all: TestTriangle
let parley: TestPlatform
let [ana, ben, cara] = [] as unknown as [TestPerson, TestPerson, TestPerson]
let [withBen, withCara, others] = ['', '', '']
before(async () => {
  all = await startTriangle()
  ;({ parley, ana, ben, cara, withBen, withCara, others } = all)
})
after(() => parley.close())

type Bearer = Pick<TestActor, 'token' | 'key'>
const getAs = (bearer: Bearer, path: string) =>
  ask(parley.url, '', 'GET', path, undefined, partnerHeaders(parley, bearer, 'GET', path))

test('a token that may only write cannot read or delete, and one that may only read cannot write or delete', async () => {
  const id = await all.say(ana, withBen, 'Mine')
  const writer = await makeActor(parley, { actions: ['write'] }, { person: ana })
  const reader = await makeActor(parley, { actions: ['read'] }, { person: ana })
  await all.refused('right_missing', [
    () => writer.get(messagesOf(withBen)),
    () => writer.get(`${messagesOf(withBen)}/${id}`),
    () => writer.get('/v1/changes'),
    () => writer.get('/v1/friends'),
    () => writer.send('DELETE', `${messagesOf(withBen)}/${id}`),
    () => reader.write(withBen, { text: 'x' }),
    () => reader.send('DELETE', `${messagesOf(withBen)}/${id}`)
  ])
  const { body } = await writer.get(messagesOf(withBen))
  assert.equal(body.right, 'read')
})

test("another person's conversation cannot be told from one that is not there, whatever is asked of it", async () => {
  const id = await all.say(ben, others, 'Not for ana')
  const actor = await makeActor(parley, { actions: ['read', 'write', 'delete'] }, { person: ana })
  const asks = (conversation: string) => [
    () => actor.get(messagesOf(conversation)),
    () => actor.get(`${messagesOf(conversation)}/${id}`),
    () => actor.write(conversation, { text: 'x' }),
    () => actor.send('DELETE', `${messagesOf(conversation)}/${id}`)
  ]
  await all.refused('conversation_missing', [...asks(others), ...asks(newId())])
  const [there, missing] = [await actor.get(messagesOf(others)), await actor.get(messagesOf(newId()))]
  assert.deepEqual([there.status, there.body], [missing.status, missing.body])
})

test("a conversation of the person's that was not chosen is as if it were not there", async () => {
  const chosen = {
    actions: ['read', 'write'] as ('read' | 'write')[],
    where: 'chosen' as const,
    conversations: [withBen]
  }
  const actor = await makeActor(parley, chosen, { person: ana })
  await all.refused('conversation_missing', [
    () => actor.get(messagesOf(withCara)),
    () => actor.write(withCara, { text: 'x' })
  ])
  const { body } = await actor.get('/v1/conversations')
  assert.deepEqual(
    body.items.map(({ id }: { id: string }) => id),
    [withBen]
  )
})

test('the id of a message of another conversation opens nothing, in the path, in the body and in a cursor', async () => {
  const [mine, elsewhere, foreign] = [
    await all.say(ben, withBen, 'Here'),
    await all.say(cara, withCara, 'Elsewhere'),
    await all.say(ben, others, 'Foreign')
  ]
  const actor = await makeActor(parley, { actions: ['read', 'write', 'delete'] }, { person: ana })
  await all.refused('message_missing', [
    () => actor.get(`${messagesOf(withBen)}/${elsewhere}`),
    () => actor.get(`${messagesOf(withBen)}/${foreign}`),
    () => actor.send('DELETE', `${messagesOf(withBen)}/${foreign}`)
  ])
  await all.refused('reply_target_missing', [
    () => actor.write(withBen, { text: 'x', replyTo: elsewhere }),
    () => actor.write(withBen, { text: 'x', replyTo: foreign })
  ])
  await all.refused('invalid_cursor', [
    () => actor.get(`${messagesOf(withBen)}?after=${writeCursor([others, 0])}`),
    () => actor.get(`${messagesOf(withBen)}?after=${writeCursor([withBen, -1])}`)
  ])
  assert.equal((await actor.get(`${messagesOf(withBen)}/${mine}`)).status, 200)
  const { body } = await actor.get(`/v1/changes?after=${writeCursor(['', '', others, 0])}&limit=100`)
  assert.ok(!body.items.some(({ conversation }: { conversation: string }) => conversation === others))
})

test('"own" is what the app wrote and the direct replies to it: nothing else is read, answered or deleted', async () => {
  const actor = await makeActor(parley, { actions: ['read', 'write', 'delete'], messages: 'own' }, { person: ana })
  const foreign = await all.say(ben, withBen, 'Foreign')
  const byHand = await all.say(ana, withBen, 'By hand')
  const own = (await actor.write(withBen, { text: 'Own' })).body.id as string
  const reply = await all.say(ben, withBen, 'Reply', own)
  await all.say(ana, withBen, 'Reply to the reply', reply)
  await all.say(ben, withBen, 'Reply to foreign', foreign)
  assert.deepEqual(await all.texts(actor, withBen), ['Own', 'Reply'])
  await all.refused('message_missing', [
    () => actor.get(`${messagesOf(withBen)}/${foreign}`),
    () => actor.get(`${messagesOf(withBen)}/${byHand}`),
    () => actor.send('DELETE', `${messagesOf(withBen)}/${byHand}`)
  ])
  await all.refused('reply_target_missing', [() => actor.write(withBen, { text: 'x', replyTo: foreign })])
  await all.refused('not_yours', [() => actor.send('DELETE', `${messagesOf(withBen)}/${reply}`)])
  // A reply by the person's own hand is disclosed, and still not the app's to delete.
  const handReply = await all.say(ana, withBen, 'Hand reply', own)
  await all.refused('own_only', [() => actor.send('DELETE', `${messagesOf(withBen)}/${handReply}`)])
  const answer = (await actor.get(`${messagesOf(withBen)}/${reply}`)).body
  assert.equal(answer.replyTo, own)
  assert.equal((await actor.send('DELETE', `${messagesOf(withBen)}/${own}`)).status, 200)
  assert.deepEqual(await all.texts(actor, withBen), ['deleted', 'Reply', 'Hand reply'])
})

test('even with all messages an app deletes only what its person wrote', async () => {
  const actor = await makeActor(parley, { actions: ['read', 'delete'] }, { person: ana })
  const [bens, anas] = [await all.say(ben, withBen, 'Of ben'), await all.say(ana, withBen, 'Of ana')]
  await all.refused('not_yours', [() => actor.send('DELETE', `${messagesOf(withBen)}/${bens}`)])
  assert.equal((await actor.send('DELETE', `${messagesOf(withBen)}/${anas}`)).status, 200)
})

test('a right of one app does not appear through another of the same person', async () => {
  const first = await makeActor(parley, { actions: ['read', 'write'], messages: 'own' }, { person: ana })
  const second = await makeActor(parley, { actions: ['read', 'write'], messages: 'own' }, { person: ana })
  const key = newId()
  const one = (await first.write(withBen, { text: 'Of the first' }, key)).body.id as string
  await all.say(ben, withBen, 'To the first', one)
  const two = (await second.write(withBen, { text: 'Of the second' }, key)).body.id as string
  assert.notEqual(one, two)
  assert.deepEqual(await all.texts(second, withBen), ['Of the second'])
  await all.refused('message_missing', [() => second.get(`${messagesOf(withBen)}/${one}`)])
  // The key of one app with the token of the other.
  const crossed = { ...first, key: second.key }
  await all.refused('proof_mismatch', [() => getAs(crossed, messagesOf(withBen))])
})

test('what a caller may not decide is refused as a field too many', async () => {
  const actor = await makeActor(parley, { actions: ['write'] }, { person: ana })
  const extra = {
    sender: ben.id,
    from: { id: ben.id },
    person: ben.id,
    created_at: '2020-01-01',
    at: '2020-01-01T00:00:00Z',
    via_app: newId(),
    via: {},
    id: newId(),
    seq: 1,
    grant: newId(),
    own: false,
    deleted: {}
  }
  await all.refused(
    'invalid_request',
    Object.entries(extra).map(
      ([name, value]) =>
        () =>
          actor.write(withBen, { text: 'x', [name]: value })
    )
  )
})
