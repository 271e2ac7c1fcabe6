// Blocking: what it ends, and what the blocked person can tell.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newSecret } from '@parley/server/base/random.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())

const two = async (): Promise<[TestPerson, TestPerson]> => {
  const end = newSecret(6).toLowerCase().replaceAll('-', 'x')
  return [await signUpPerson(parley, `a${end}`), await signUpPerson(parley, `b${end}`)]
}
const standing = async (me: TestPerson, other: TestPerson): Promise<string> =>
  (await me.get(`/api/people/${other.handle}`)).body.standing
const toldTo = async (person: TestPerson, act: () => Promise<unknown>): Promise<string[]> => {
  const nudges: string[] = []
  const end = parley.bus.subscribe('person', (nudge) => {
    if (nudge.person === person.id) nudges.push(nudge.changed)
  })
  await act()
  end()
  return nudges
}

test('a block ends the friendship and looks to the other like an unfriending', async () => {
  const [a, b] = await two()
  await befriend(a, b)
  assert.deepEqual(await toldTo(b, () => a.put(`/api/blocks/${b.id}`)), ['friends', 'conversations'])
  assert.deepEqual([await standing(a, b), await standing(b, a)], ['blocked', 'none'])
  assert.deepEqual((await b.get('/api/friends')).body.items, [])
  assert.equal((await a.get('/api/blocks')).body.items[0].person.id, b.id)
  assert.deepEqual((await b.get('/api/blocks')).body.items, [])
})

test('a blocked person asks as before and is never shown', async () => {
  const [a, b] = await two()
  assert.deepEqual(await toldTo(b, () => a.put(`/api/blocks/${b.id}`)), [])
  const told = await toldTo(a, async () => {
    const asked = await b.post('/api/friend-requests', { handle: a.handle })
    assert.equal(asked.status, 201)
    assert.deepEqual(asked.body, { person: { id: a.id, handle: a.handle, name: a.name }, standing: 'asked' })
  })
  assert.deepEqual(told, [])
  assert.equal(await standing(b, a), 'asked')
  assert.equal((await b.get('/api/friend-requests')).body.items.length, 1)
  assert.equal((await a.get('/api/friend-requests')).body.items.length, 0)
  assert.equal((await a.post(`/api/friend-requests/${b.id}/accept`)).body.code, 'request_missing')
  assert.deepEqual(await toldTo(a, () => b.delete(`/api/friend-requests/${a.id}`)), [])
  assert.equal(await standing(b, a), 'none')
})

test('a request that waits at the time of the block goes on waiting for who made it', async () => {
  const [a, b] = await two()
  await b.post('/api/friend-requests', { handle: a.handle })
  assert.deepEqual(await toldTo(b, () => a.put(`/api/blocks/${b.id}`)), [])
  assert.equal(await standing(b, a), 'asked')
  assert.deepEqual((await a.get('/api/friend-requests')).body.items, [])
})

test("the blocker's own request is taken back", async () => {
  const [a, b] = await two()
  await a.post('/api/friend-requests', { handle: b.handle })
  await a.put(`/api/blocks/${b.id}`)
  assert.deepEqual((await b.get('/api/friend-requests')).body.items, [])
  assert.equal((await b.post(`/api/friend-requests/${a.id}/accept`)).body.code, 'request_missing')
})

test('who blocks must unblock before asking', async () => {
  const [a, b] = await two()
  await a.put(`/api/blocks/${b.id}`)
  assert.equal((await a.post('/api/friend-requests', { handle: b.handle })).body.code, 'blocked_by_you')
  assert.equal((await a.delete(`/api/blocks/${b.id}`)).status, 204)
  assert.equal((await a.post('/api/friend-requests', { handle: b.handle })).status, 201)
})

test('after unblocking, both are strangers and can ask again', async () => {
  const [a, b] = await two()
  await befriend(a, b)
  await a.put(`/api/blocks/${b.id}`)
  await b.post('/api/friend-requests', { handle: a.handle })
  await a.delete(`/api/blocks/${b.id}`)
  assert.deepEqual([await standing(a, b), await standing(b, a)], ['none', 'none'])
  await befriend(b, a)
  assert.equal(await standing(a, b), 'friend')
})

test('two people can block each other, and each block ends alone', async () => {
  const [a, b] = await two()
  await Promise.all([a.put(`/api/blocks/${b.id}`), b.put(`/api/blocks/${a.id}`)])
  assert.deepEqual([await standing(a, b), await standing(b, a)], ['blocked', 'blocked'])
  await a.delete(`/api/blocks/${b.id}`)
  assert.deepEqual([await standing(a, b), await standing(b, a)], ['none', 'blocked'])
  await a.post('/api/friend-requests', { handle: b.handle })
  assert.deepEqual((await b.get('/api/friend-requests')).body.items, [])
})

test('blocking while the other accepts leaves no friendship behind the block', async () => {
  for (let round = 0; round < 10; round++) {
    const [a, b] = await two()
    await a.post('/api/friend-requests', { handle: b.handle })
    await Promise.all([b.post(`/api/friend-requests/${a.id}/accept`), a.put(`/api/blocks/${b.id}`)])
    assert.equal(await standing(b, a), 'none')
    const [row] = await parley.sql`select people.may_message(${a.id}, ${b.id}) as may`
    assert.equal(row?.['may'], false)
  }
})

test('blocking twice is blocking once; nobody blocks themselves or nobody', async () => {
  const [a, b] = await two()
  await a.put(`/api/blocks/${b.id}`)
  assert.equal((await a.put(`/api/blocks/${b.id}`)).status, 204)
  assert.equal((await a.get('/api/blocks')).body.items.length, 1)
  assert.equal((await a.put(`/api/blocks/${a.id}`)).body.code, 'yourself')
  assert.equal((await a.put('/api/blocks/00000000-0000-4000-8000-000000000000')).body.code, 'person_missing')
})
