// Invite links: made, seen, accepted, used up and replaced.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newSecret } from '@parley/server/base/random.ts'
import { ask, befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
before(async () => {
  // All of these people come from one address.
  parley = await startTestPlatform({ limitFactor: 10 })
})
after(() => parley.close())

const someone = (): Promise<TestPerson> => signUpPerson(parley, `p${newSecret(6).toLowerCase().replaceAll('-', 'x')}`)
const inviteOf = async (person: TestPerson): Promise<string> => {
  const { status, body } = await person.post('/api/invites')
  assert.equal(status, 201)
  assert.match(body.url, new RegExp(`^${parley.url}/invite/[\\w-]{22}$`))
  return body.url.split('/').at(-1)
}
const accept = (person: TestPerson, code: string) => person.post(`/api/invites/${code}/accept`)

test('a link shows who invites, also to somebody without an account, and accepting makes friends', async () => {
  const [a, b] = [await someone(), await someone()]
  const code = await inviteOf(a)
  const seen = await ask(parley.url, '', 'GET', `/api/invites/${code}`)
  assert.deepEqual(seen.body.person, { id: a.id, handle: a.handle, name: a.name })
  const days = (Date.parse(seen.body.endsAt) - Date.now()) / 86_400_000
  assert.ok(days > 6.99 && days <= 7)
  assert.equal((await ask(parley.url, '', 'POST', `/api/invites/${code}/accept`)).status, 401)
  assert.equal((await accept(b, code)).status, 204)
  assert.equal((await a.get('/api/friends')).body.items[0].person.id, b.id)
})

test('the code is not in the database', async () => {
  const code = await inviteOf(await someone())
  const rows = await parley.sql`select from people.invite i where i::text like ${`%${code}%`}`
  assert.equal(rows.length, 0)
})

test('accepting ends what was asked between the two', async () => {
  const [a, b] = [await someone(), await someone()]
  await a.post('/api/friend-requests', { handle: b.handle })
  await accept(b, await inviteOf(a))
  assert.deepEqual((await b.get('/api/friend-requests')).body.items, [])
})

test('a wrong, an ended and a replaced link are the same to everybody', async () => {
  const [a, b] = [await someone(), await someone()]
  const old = await inviteOf(a)
  const code = await inviteOf(a)
  assert.equal((await accept(b, old)).body.code, 'invite_missing')
  assert.equal((await accept(b, 'guess')).body.code, 'invite_missing')
  assert.equal((await b.get('/api/invites/%00%ff')).status, 400)
  assert.equal((await b.get('/api/invites/%00')).body.code, 'invite_missing')
  await parley.sql`update people.invite set ends_at = now() - interval '1 second' where person_id = ${a.id}`
  assert.equal((await b.get(`/api/invites/${code}`)).body.code, 'invite_missing')
  assert.equal((await accept(b, code)).body.code, 'invite_missing')
})

test('nobody accepts their own link, and a friend uses up nothing', async () => {
  const [a, b] = [await someone(), await someone()]
  await befriend(a, b)
  const code = await inviteOf(a)
  assert.equal((await accept(a, code)).body.code, 'yourself')
  assert.equal((await accept(b, code)).body.code, 'already_friends')
  const [row] = await parley.sql`select uses_left from people.invite where person_id = ${a.id}`
  assert.equal(row?.['uses_left'], 20)
})

test('a link of who blocks me is no link, and I unblock before I accept', async () => {
  const [a, b] = [await someone(), await someone()]
  await a.put(`/api/blocks/${b.id}`)
  const code = await inviteOf(a)
  assert.equal((await b.get(`/api/invites/${code}`)).body.code, 'invite_missing')
  assert.equal((await accept(b, code)).body.code, 'invite_missing')
  assert.equal((await accept(a, await inviteOf(b))).body.code, 'blocked_by_you')
})

test('of many who take the last use at once, one becomes a friend', async () => {
  const a = await someone()
  const code = await inviteOf(a)
  await parley.sql`update people.invite set uses_left = 1 where person_id = ${a.id}`
  const people = await Promise.all(Array.from({ length: 5 }, someone))
  const answers = await Promise.all(people.map((p) => accept(p, code)))
  assert.deepEqual(
    answers.map((x) => x.status).toSorted((x, y) => x - y),
    [204, 404, 404, 404, 404]
  )
  assert.equal((await a.get('/api/friends')).body.items.length, 1)
})

test('guessing codes is limited by address', async () => {
  const strict = await startTestPlatform()
  try {
    let status = 0
    for (let i = 0; i < 61 && status !== 429; i++)
      status = (await ask(strict.url, '', 'GET', `/api/invites/g${i}`)).status
    assert.equal(status, 429)
  } finally {
    await strict.close()
  }
})
