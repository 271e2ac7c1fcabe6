// The list of conversations over HTTP: its order, its pages, and what it says of each.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { newId } from '../base/random.ts'

let parley: TestPlatform
let ana: TestPerson
let ben: TestPerson
before(async () => {
  parley = await startTestPlatform()
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
})
after(() => parley.close())

const say = (person: TestPerson, conversation: string, text: string) =>
  person.post(`/api/conversations/${conversation}/messages`, { clientId: newId(), text })
const direct = async (person: TestPerson, other: TestPerson): Promise<string> =>
  (await person.post('/api/conversations', { kind: 'direct', person: other.id })).body.id
const group = async (title: string, ...people: TestPerson[]): Promise<string> =>
  (await ana.post('/api/conversations', { kind: 'group', title, people: people.map((p) => p.id) })).body.id

test('the list shows newest activity first, with the newest message and what is unread', async () => {
  const eva = await signUpPerson(parley, 'eva')
  await befriend(ana, eva)
  const one = await direct(ana, eva)
  const two = await group('Book club', eva)
  await say(ana, two, 'Chapter 1')
  const { body: last } = await say(ana, one, 'Hi')
  await say(eva, one, 'My own words are not unread')
  const gone = await say(ana, one, 'Deleted messages are not unread')
  await ana.delete(`/api/conversations/${one}/messages/${gone.body.id}`)
  const { items } = (await eva.get('/api/conversations')).body
  assert.deepEqual(
    items.map((c: { id: string }) => c.id),
    [one, two]
  )
  assert.equal(items[0].unread, 1)
  assert.equal(items[0].last.id, gone.body.id)
  assert.deepEqual([items[0].kind, items[0].lastSeq, items[0].readSeq, items[0].maySend], ['direct', 4, 0, true])
  assert.deepEqual(
    items[0].members.map((p: { handle: string }) => p.handle),
    ['ana', 'eva']
  )
  assert.deepEqual([items[1].title, items[1].last.text], ['Book club', 'Chapter 1'])
  const first = (await eva.get('/api/conversations?limit=1')).body
  assert.deepEqual(first.items, [items[0]])
  const second = (await eva.get(`/api/conversations?limit=1&after=${first.next}`)).body
  assert.deepEqual(second, { items: [items[1]] })
  assert.deepEqual((await eva.get(`/api/conversations/${two}`)).body, items[1])
  assert.equal((await eva.put(`/api/conversations/${one}/read`, { seq: last.seq })).status, 204)
  assert.equal((await eva.get(`/api/conversations/${one}`)).body.unread, 0)
  await eva.put(`/api/conversations/${one}/read`, { seq: 0 })
  assert.equal((await eva.get(`/api/conversations/${one}`)).body.readSeq, last.seq)
  await eva.put(`/api/conversations/${one}/read`, { seq: 1e9 })
  assert.equal((await eva.get(`/api/conversations/${one}`)).body.readSeq, 4)
  assert.equal((await eva.get('/api/conversations?after=x')).body.code, 'invalid_cursor')
})

test('more than 99 unread messages count as 100', async () => {
  const id = await group('Busy', ben)
  await parley.sql`select * from conversations.append_messages(
    array_fill(${id}::uuid, array[150]), array_fill(${ana.id}::uuid, array[150]),
    array(select gen_random_uuid() from generate_series(1, 150)), array_fill('{"text":"x"}'::text, array[150]),
    array_fill(null::uuid, array[150]), null, null)`
  assert.equal((await ben.get(`/api/conversations/${id}`)).body.unread, 100)
})

test('direct conversations in which nothing has happened come last, on any page, until something does', async () => {
  const eva = await signUpPerson(parley, 'eva_two')
  const opened: string[] = []
  for (const handle of ['finn', 'gil', 'hana', 'ivo']) {
    const friend = await signUpPerson(parley, handle)
    await befriend(eva, friend)
    opened.push(await direct(eva, friend))
    if (opened.length < 3) await say(friend, opened.at(-1)!, 'Hello')
  }
  const [finn, gil, hana, ivo] = opened
  const listed = async (): Promise<string[]> => {
    const ids: string[] = []
    for (let after = ''; ;) {
      const { items, next } = (await eva.get(`/api/conversations?limit=1${after}`)).body
      ids.push(...items.map((c: { id: string }) => c.id))
      if (!next) return ids
      after = `&after=${next}`
    }
  }
  assert.deepEqual(await listed(), [gil, finn, ivo, hana])
  await say(eva, hana!, 'First words')
  assert.deepEqual(await listed(), [hana, gil, finn, ivo])
  await befriend(ana, eva)
  const trip = await group('A group is news without a word', eva)
  assert.deepEqual(await listed(), [trip, hana, gil, finn, ivo])
})
