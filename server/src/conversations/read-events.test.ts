// Pages of a conversation’s events over HTTP.
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
const eventsOf = async (person: TestPerson, conversation: string, query = '') =>
  (await person.get(`/api/conversations/${conversation}/events${query}`)).body
const group = async (title: string, ...people: TestPerson[]): Promise<string> =>
  (await ana.post('/api/conversations', { kind: 'group', title, people: people.map((p) => p.id) })).body.id

test('pages of events walk the whole order in both directions', async () => {
  const id = await group('Pages', ben)
  const texts = Array.from({ length: 7 }, (_, n) => `message ${n}`)
  for (const text of texts) await say(ana, id, text)
  const seqs = (page: { items: { seq: number }[] }) => page.items.map((event) => event.seq)
  const newest = await eventsOf(ben, id, '?limit=3')
  assert.deepEqual([seqs(newest), newest.more], [[5, 6, 7], true])
  const older = await eventsOf(ben, id, '?limit=4&before=5')
  assert.deepEqual([seqs(older), older.more], [[1, 2, 3, 4], false])
  const newer = await eventsOf(ben, id, '?limit=3&after=3')
  assert.deepEqual([seqs(newer), newer.more], [[4, 5, 6], true])
  assert.deepEqual(await eventsOf(ben, id, '?after=7'), { items: [], more: false })
  for (const query of ['?before=3&after=1', '?limit=0', '?limit=101', '?before=0', '?after=-1', '?after=x', '?page=2'])
    assert.equal((await eventsOf(ben, id, query)).code, 'invalid_request')
})
