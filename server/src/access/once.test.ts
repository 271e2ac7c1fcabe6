// What happens once: writes that are repeated with one key, and grants that were given for one use.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeActor } from '@parley/world/test-actor.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import type { TestPlatform } from '@parley/world/test-platform.ts'
import { messagesOf, startTriangle, type TestTriangle } from '@parley/world/test-triangle.ts'
import { newId } from '../base/random.ts'

let all: TestTriangle
let parley: TestPlatform
let [ana, ben] = [] as unknown as [TestPerson, TestPerson]
let [withBen, withCara] = ['', '']
before(async () => {
  all = await startTriangle()
  ;({ parley, ana, ben, withBen, withCara } = all)
})
after(() => parley.close())

const entriesOf = (grant: string) => parley.sql<{ conversation: string | null }[]>`
  select conversation_id as conversation from log.entry where grant_id = ${grant} and kind in ('read', 'write', 'delete')`

test('ten writes at once with one key are one message and one entry', async () => {
  const actor = await makeActor(parley, { actions: ['write'] }, { person: ana })
  const key = newId()
  const answers = await Promise.all(Array.from({ length: 10 }, () => actor.write(withBen, { text: 'Once' }, key)))
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]))
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1)
  assert.equal((await entriesOf(actor.grant)).length, 1)
})

test('one key with another text, another place or another reply is refused and leaves nothing', async () => {
  const actor = await makeActor(parley, { actions: ['write'] }, { person: ana })
  const key = newId()
  const answered = await all.say(ben, withBen, 'Question')
  await actor.write(withBen, { text: 'First' }, key)
  await all.refused('key_reused', [
    () => actor.write(withBen, { text: 'Second' }, key),
    () => actor.write(withCara, { text: 'First' }, key),
    () => actor.write(withBen, { text: 'First', replyTo: answered }, key)
  ])
  await all.refused('key_missing', [() => actor.write(withBen, { text: 'x' }, '')])
})

test('a key of a refused write is free again', async () => {
  const actor = await makeActor(parley, { actions: ['write'] }, { person: ana })
  const key = newId()
  assert.equal((await actor.write(withBen, { text: 'x', replyTo: newId() }, key)).body.code, 'reply_target_missing')
  assert.equal((await actor.write(withBen, { text: 'y' }, key)).status, 201)
})

test('a grant for once serves exactly one of ten reads at the same time', async () => {
  await all.say(ben, withBen, 'Only once')
  for (const path of [messagesOf(withBen), '/v1/changes']) {
    const actor = await makeActor(parley, { actions: ['read'], until: 'once' }, { person: ana })
    const answers = await Promise.all(Array.from({ length: 10 }, () => actor.get(path)))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.deepEqual(new Set(answers.flatMap(({ body }) => body.code ?? [])), new Set(['grant_ended']))
    const entries = await entriesOf(actor.grant)
    assert.equal(entries.length, new Set(entries.map(({ conversation }) => conversation)).size)
  }
})

test('a grant for once serves exactly one of ten writes at the same time', async () => {
  const actor = await makeActor(parley, { actions: ['write'], until: 'once' }, { person: ana })
  const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => actor.write(withBen, { text: `Once ${i}` })))
  assert.equal(answers.filter(({ status }) => status === 201).length, 1)
  assert.equal((await entriesOf(actor.grant)).length, 1)
})

test('what a grant for once did not do does not use it up', async () => {
  const fay = await signUpPerson(parley, 'fay')
  await befriend(ana, fay)
  const { body } = await ana.post('/api/conversations', { kind: 'direct', person: fay.id })
  const chosen = { where: 'chosen' as const, conversations: [body.id as string], until: 'once' as const }
  const reader = await makeActor(parley, { actions: ['read'], ...chosen }, { person: ana })
  const empty = await reader.get(messagesOf(body.id))
  assert.deepEqual([empty.status, empty.body.items], [200, []])
  assert.deepEqual((await reader.get('/v1/changes')).body.items, [])
  assert.equal((await reader.get(`${messagesOf(body.id)}/${newId()}`)).body.code, 'message_missing')
  await all.say(fay, body.id, 'Now')
  assert.deepEqual(await all.texts(reader, body.id), ['Now'])
  assert.equal((await reader.get(messagesOf(body.id))).body.code, 'grant_ended')

  const writer = await makeActor(parley, { actions: ['write'], ...chosen }, { person: ana })
  await fay.put(`/api/blocks/${ana.id}`)
  assert.equal((await writer.write(body.id, { text: 'x' })).body.code, 'not_friends')
  await fay.delete(`/api/blocks/${ana.id}`)
  await befriend(ana, fay)
  assert.equal((await writer.write(body.id, { text: 'y' })).status, 201)
})
