// Tests of what an app under a paused permission may still do: learn that it is paused, and give it back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import type { TestPlatform } from '@parley/world/test-platform.ts'
import { messagesOf, startTriangle, type TestTriangle } from '@parley/world/test-triangle.ts'
import { newId } from '../base/random.ts'

let all: TestTriangle
let parley: TestPlatform
before(async () => {
  all = await startTriangle()
  ;({ parley } = all)
})
after(() => parley.close())

const paused = async (): Promise<TestActor> => {
  const actor = await makeActor(parley, { actions: ['read', 'write', 'delete'], friends: true }, { person: all.ana })
  assert.equal((await all.ana.post(`/api/grants/${actor.grant}/pause`, {})).status, 200)
  return actor
}

const entriesOf = async ({ grant }: TestActor): Promise<string[]> =>
  (await parley.sql<{ kind: string }[]>`select kind from log.entry where grant_id = ${grant} order by id`).map(
    ({ kind }) => kind
  )

test('an app learns that its permission is paused, and reaches nothing until it goes on', async () => {
  const actor = await paused()
  const { status, body } = await actor.get('/v1/grant')
  assert.equal(status, 200)
  assert.deepEqual([body.id, body.paused, body.conversations], [actor.grant, true, 0])
  await all.ana.post(`/api/grants/${actor.grant}/resume`, {})
  const now = (await actor.get('/v1/grant')).body
  assert.deepEqual([now.paused, now.conversations], [false, 2])
})

test('a permission that is paused in one conversation is not paused, and does not count that one', async () => {
  const actor = await makeActor(parley, { actions: ['read'] }, { person: all.ana })
  await all.ana.post(`/api/grants/${actor.grant}/pause`, { conversation: all.withBen })
  const { body } = await actor.get('/v1/grant')
  assert.deepEqual([body.paused, body.conversations], [false, 1])
})

test('a paused app knows whom it logged in, as one without a permission does, and nothing else', async () => {
  const actor = await paused()
  assert.equal((await actor.get('/v1/me')).body.person.name, all.ana.name)
  await all.refused('grant_paused', [
    () => actor.get('/v1/friends'),
    () => actor.get('/v1/conversations'),
    () => actor.get('/v1/changes'),
    () => actor.get(messagesOf(all.withBen)),
    () => actor.get(`${messagesOf(all.withBen)}/${newId()}`),
    () => actor.write(all.withBen, { text: 'x' }),
    () => actor.send('DELETE', `${messagesOf(all.withBen)}/${newId()}`)
  ])
})

test('a look at a paused permission leaves no entry and does not count as its use', async () => {
  const actor = await paused()
  await parley.sql`update grants.grant set last_used_on = last_used_on - 89 where id = ${actor.grant}`
  for (const path of ['/v1/grant', '/v1/me']) assert.equal((await actor.get(path)).status, 200)
  assert.deepEqual(await entriesOf(actor), ['give', 'pause'])
  await parley.sql`update grants.grant set last_used_on = last_used_on - 1 where id = ${actor.grant}`
  await all.refused('grant_ended', [() => actor.get('/v1/grant')])
})

test('an app gives a paused permission back, which is recorded as ever', async () => {
  const actor = await paused()
  assert.equal((await actor.send('DELETE', '/v1/grant')).status, 200)
  assert.deepEqual(await entriesOf(actor), ['give', 'pause', 'revoke'])
  const { body } = await all.ana.get<{ ended?: { because: string } }>(`/api/grants/${actor.grant}`)
  assert.equal(body.ended?.because, 'given_back')
  await all.refused('grant_ended', [() => actor.get('/v1/grant')])
})

test('a pause and giving back at the same time end with the permission given back', async () => {
  for (let times = 0; times < 5; times++) {
    const actor = await makeActor(parley, { actions: ['read'] }, { person: all.ana })
    const [back] = await Promise.all([
      actor.send('DELETE', '/v1/grant'),
      all.ana.post(`/api/grants/${actor.grant}/pause`, {})
    ])
    assert.equal(back.status, 200)
    assert.equal((await entriesOf(actor)).at(-1), 'revoke')
  }
})

test('the proof of a receipt from before the pause is still given', async () => {
  const actor = await makeActor(parley, { actions: ['write'] }, { person: all.ana })
  const { body } = await actor.write(all.withBen, { text: 'Before the pause' })
  const event = (JSON.parse(body.receipts[0].shared) as { id: string }).id
  await all.ana.post(`/api/grants/${actor.grant}/pause`, {})
  assert.equal((await actor.get(`/v1/receipts/${event}`)).status, 200)
})
