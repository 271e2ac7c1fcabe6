// Who was told that a group is closed to apps is told that it is open again, also when they were out of the group meanwhile.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { bearer } from '@parley/world/test-token.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { readMessages } from '../src/access/read-messages.ts'
import { closeGroup, reopenGroup } from '../src/grants/close-group.ts'
import { registerApp } from '../src/grants/register-app.ts'
import { RandomWorld } from './random-world.ts'
import { findingsOf, storedEntries } from './replay-entries.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())

test('who comes back to a group that was opened again holds evidence that accuses nobody', async () => {
  const about = { name: 'Alpha', owner: 'Tests', purpose: 'To test', purposeCode: 'dpv:RequestedServiceProvision' }
  const app = await registerApp(parley.sql, { ...about, clientId: 'alpha', client: {}, bearerAllowed: true })
  const world = new RandomWorld(parley, [app], [])
  await world.begin()
  const { group, people, tokens } = world
  const [one = '', , three = '', four = ''] = people
  const step = { op: 0, a: 2, b: 0, c: 0, bits: 0 }
  const add = (person: string) =>
    parley.sql`select * from conversations.add_members(${group}, ${one}, ${[person]}::uuid[], 50)`
  const leave = (person: string) => parley.sql`select conversations.leave_group(${group}, ${person})`

  await add(four)
  await leave(four)
  await closeGroup(parley, one, group)
  await leave(three)
  await reopenGroup(parley, one, group)
  await add(three)
  world.model.leave(group, three)
  world.model.join(group, three)
  // Everything in all conversations, from the third person; a word of the first one.
  await world.give({ ...step, bits: 0b111_1011_1111 })
  await world.step({ ...step, a: 1 })
  const [token = ''] = tokens.values()
  const read = { conversation: group, after: undefined, limit: 50 }
  assert.equal((await readMessages(parley, bearer(token), read, () => (id) => id)).items.length, 1)

  const entries = await storedEntries(parley.sql, people, [app.id])
  const toldTo = (person: string) => entries.filter(({ parties }) => parties.includes(person))
  assert.deepEqual(findingsOf(entries), [])
  assert.deepEqual(findingsOf(toldTo(three)), [])
  // Who had left before it was closed was told nothing, and is not told now.
  assert.deepEqual(toldTo(four), [])
})
