// Asking, accepting, declining, taking back and ending friendships.
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
const friendships = async (a: TestPerson, b: TestPerson): Promise<number> => {
  const [row] = await parley.sql`
    select count(*) as n from people.friendship where low_id in (${a.id}, ${b.id}) and high_id in (${a.id}, ${b.id})`
  return row?.['n']
}
const heard = async (act: () => Promise<unknown>): Promise<string[]> => {
  const nudges: string[] = []
  const end = parley.bus.subscribe('person', ({ person, changed }) => nudges.push(`${person} ${changed}`))
  await act()
  end()
  return nudges.toSorted()
}

test('a request is seen on both sides, and accepting it makes friends', async () => {
  const [a, b] = await two()
  assert.equal(await standing(a, b), 'none')
  const nudges = await heard(async () => {
    const asked = await a.post('/api/friend-requests', { handle: b.handle })
    assert.equal(asked.status, 201)
    assert.deepEqual(asked.body, { person: { id: b.id, handle: b.handle, name: b.name }, standing: 'asked' })
  })
  assert.deepEqual(nudges, [`${a.id} friends`, `${b.id} friends`].toSorted())
  assert.deepEqual([await standing(a, b), await standing(b, a)], ['asked', 'asks_you'])
  const [out] = (await a.get('/api/friend-requests')).body.items
  const [incoming] = (await b.get('/api/friend-requests')).body.items
  assert.deepEqual([out.person.id, out.direction], [b.id, 'out'])
  assert.deepEqual([incoming.person.id, incoming.direction], [a.id, 'in'])

  assert.equal((await b.post(`/api/friend-requests/${a.id}/accept`)).status, 204)
  assert.deepEqual([await standing(a, b), await standing(b, a)], ['friend', 'friend'])
  assert.equal((await a.get('/api/friends')).body.items[0].person.id, b.id)
  assert.deepEqual((await b.get('/api/friend-requests')).body.items, [])
})

test('asking is refused for oneself, for nobody, for a friend and without signing in', async () => {
  const [a, b] = await two()
  assert.equal((await a.post('/api/friend-requests', { handle: a.handle })).body.code, 'yourself')
  assert.equal((await a.post('/api/friend-requests', { handle: 'nobody_here' })).body.code, 'person_missing')
  await befriend(a, b)
  assert.equal((await a.post('/api/friend-requests', { handle: b.handle })).body.code, 'already_friends')
  const answer = await fetch(`${parley.url}/api/friend-requests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ handle: b.handle })
  })
  assert.equal(answer.status, 401)
})

test('asking twice is asking once', async () => {
  const [a, b] = await two()
  await a.post('/api/friend-requests', { handle: b.handle })
  const [first] = (await b.get('/api/friend-requests')).body.items
  assert.deepEqual(await heard(() => a.post('/api/friend-requests', { handle: b.handle })), [])
  assert.deepEqual((await b.get('/api/friend-requests')).body.items, [first])
})

test('two people who ask each other at once are friends', async () => {
  for (let round = 0; round < 10; round++) {
    const [a, b] = await two()
    const answers = await Promise.all([
      a.post('/api/friend-requests', { handle: b.handle }),
      b.post('/api/friend-requests', { handle: a.handle })
    ])
    assert.deepEqual(new Set(answers.map((x) => x.body.standing)), new Set(['asked', 'friend']))
    assert.equal(await friendships(a, b), 1)
    assert.deepEqual((await a.get('/api/friend-requests')).body.items, [])
  }
})

test('accepting twice at once is accepting once', async () => {
  const [a, b] = await two()
  await a.post('/api/friend-requests', { handle: b.handle })
  const nudges = await heard(async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => b.post(`/api/friend-requests/${a.id}/accept`)))
    assert.deepEqual(
      answers.map((x) => x.status),
      [204, 204, 204, 204]
    )
  })
  assert.equal(nudges.length, 4, 'one nudge for friends and one for conversations, to each')
  assert.equal(await friendships(a, b), 1)
})

test('accepting and taking back at once end in one of the two', async () => {
  for (let round = 0; round < 10; round++) {
    const [a, b] = await two()
    await a.post('/api/friend-requests', { handle: b.handle })
    const [accepted, takenBack] = await Promise.all([
      b.post(`/api/friend-requests/${a.id}/accept`),
      a.delete(`/api/friend-requests/${b.id}`)
    ])
    assert.deepEqual(
      [accepted.status, takenBack.status].toSorted((x, y) => x - y),
      [204, 404]
    )
    assert.equal(await friendships(a, b), accepted.status === 204 ? 1 : 0)
  }
})

test('nobody accepts what was not asked, or what they asked themselves', async () => {
  const [a, b] = await two()
  assert.equal((await b.post(`/api/friend-requests/${a.id}/accept`)).body.code, 'request_missing')
  await a.post('/api/friend-requests', { handle: b.handle })
  assert.equal((await a.post(`/api/friend-requests/${b.id}/accept`)).body.code, 'request_missing')
  assert.equal((await a.post(`/api/friend-requests/${b.id}/decline`)).body.code, 'request_missing')
  assert.equal((await b.delete(`/api/friend-requests/${a.id}`)).body.code, 'request_missing')
  assert.equal(await friendships(a, b), 0)
})

test('a declined or withdrawn request is gone on both sides and can be made again', async () => {
  const [a, b] = await two()
  await a.post('/api/friend-requests', { handle: b.handle })
  assert.equal((await b.post(`/api/friend-requests/${a.id}/decline`)).status, 204)
  assert.deepEqual([await standing(a, b), await standing(b, a)], ['none', 'none'])
  await a.post('/api/friend-requests', { handle: b.handle })
  assert.equal((await a.delete(`/api/friend-requests/${b.id}`)).status, 204)
  assert.deepEqual([await standing(a, b), await standing(b, a)], ['none', 'none'])
})

test('unfriending ends the friendship for both, and twice is once', async () => {
  const [a, b] = await two()
  await befriend(a, b)
  assert.equal((await heard(() => b.delete(`/api/friends/${a.id}`))).length, 4)
  assert.deepEqual([await standing(a, b), await standing(b, a)], ['none', 'none'])
  assert.deepEqual(await heard(() => b.delete(`/api/friends/${a.id}`)), [])
})

test('friends come in pages by handle', async () => {
  const me = await signUpPerson(parley, 'paged')
  const handles = ['pz', 'pb', 'pa', 'p_c', 'p9'].map((h) => `${h}_friend`)
  for (const handle of handles) await befriend(await signUpPerson(parley, handle), me)
  const seen: string[] = []
  let path = '/api/friends?limit=2'
  for (let pages = 1; ; pages++) {
    const { items, next } = (await me.get(path)).body
    seen.push(...items.map((f: { person: { handle: string } }) => f.person.handle))
    if (!next) {
      assert.equal(pages, 3)
      break
    }
    path = `/api/friends?limit=2&after=${next}`
  }
  assert.deepEqual(seen, ['p9_friend', 'p_c_friend', 'pa_friend', 'pb_friend', 'pz_friend'])
})

test('requests come in pages, newest first', async () => {
  const me = await signUpPerson(parley, 'asked_much')
  const askers = await Promise.all(['q_a', 'q_b', 'q_c'].map((h) => signUpPerson(parley, h)))
  await Promise.all(askers.map((p) => p.post('/api/friend-requests', { handle: 'asked_much' })))
  const first = (await me.get('/api/friend-requests?limit=2')).body
  const second = (await me.get(`/api/friend-requests?limit=2&after=${first.next}`)).body
  assert.equal(second.next, undefined)
  const handles = [...first.items, ...second.items].map((r) => r.person.handle)
  assert.deepEqual(new Set(handles), new Set(['q_a', 'q_b', 'q_c']))
  assert.equal(handles.length, 3)
})

test('made-up cursors and ids are refused and break nothing', async () => {
  const [a] = await two()
  const cursor = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url')
  for (const path of [
    `/api/friends?after=${cursor([1])}`,
    `/api/friends?after=${cursor(['\0'])}`,
    '/api/friends?after=x',
    '/api/friends?limit=0',
    '/api/friends?limit=101',
    '/api/friends?more=1',
    `/api/friend-requests?after=${cursor(['a', 'b'])}`,
    `/api/blocks?after=${cursor([1.5, 'b'])}`,
    '/api/people/%00ab',
    '/api/people/Ana'
  ]) {
    assert.equal((await a.get(path)).status, 400, path)
  }
  assert.equal((await a.get(`/api/blocks?after=${cursor([Number.MAX_SAFE_INTEGER, 'b'])}`)).status, 200)
  assert.equal((await a.put('/api/blocks/nobody')).status, 400)
})

test('a person asks sixty a day', async () => {
  const [a, b] = await two()
  let refused
  for (let i = 0; i < 61 && !refused; i++) {
    const answer = await a.post('/api/friend-requests', { handle: b.handle })
    if (answer.status === 429) refused = answer
  }
  assert.equal(refused?.body.code, 'rate_limited')
  assert.ok(Number(refused?.headers.get('retry-after')) > 3600)
})
