// Marking as read, with numbers that nobody gave out.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'

let parley: TestPlatform
let ana: TestPerson
let conversation: string
before(async () => {
  parley = await startTestPlatform()
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  const { body } = await ana.post('/api/conversations', { kind: 'direct', person: ben.id })
  conversation = body.id
})
after(() => parley.close())

test('a place beyond the end counts as the end, one beyond all numbers is refused', async () => {
  const read = async (seq: unknown) => (await ana.put(`/api/conversations/${conversation}/read`, { seq })).status
  assert.equal(await read(0), 204)
  assert.equal(await read(Number.MAX_SAFE_INTEGER), 204)
  for (const seq of [-1, 0.5, 2 ** 53, 1e308, '1', null]) assert.equal(await read(seq), 400, String(seq))
})

test('a page of events begins at a place that can be, or is refused', async () => {
  const page = async (query: string) => (await ana.get(`/api/conversations/${conversation}/events?${query}`)).status
  assert.equal(await page(`after=${Number.MAX_SAFE_INTEGER}`), 200)
  for (const query of ['after=1e308', 'after=-1', 'before=1e308', 'before=0', 'after=9007199254740993'])
    assert.equal(await page(query), 400, query)
})
