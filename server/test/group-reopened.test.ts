// Who was told that something is kept from apps is told that it is not any more, also when they were out of the group meanwhile.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newTestApp } from '@parley/world/test-app.ts'
import { bearer } from '@parley/world/test-token.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { readMessages } from '../src/access/read-messages.ts'
import { closeGroup, reopenGroup } from '../src/grants/close-group.ts'
import { allowWords, withholdWords } from '../src/grants/withhold.ts'
import { planPerson } from '../src/evidence/plan-person.ts'
import { isInLog, judge } from './judge-evidence.ts'
import { RandomWorld, type TestApp } from './random-world.ts'
import { findingsOf, storedEntries } from './replay-entries.ts'

let parley: TestPlatform
let app: TestApp
before(async () => {
  parley = await startTestPlatform()
  app = await newTestApp(parley.sql)
})
after(() => parley.close())

/** Everything in all conversations, from the third person. */
const wide = { op: 0, a: 2, b: 0, c: 2, bits: 0b111_1011_1111 }

test('who comes back to a group that was opened again holds evidence that accuses nobody', async () => {
  const world = new RandomWorld(parley, [app], [])
  await world.begin()
  const { group, people, tokens } = world
  const [one = '', , three = '', four = ''] = people
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
  await world.give(wide)
  // A word of the first person.
  await world.step({ ...wide, a: 1 })
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

test('who comes back after a friend has let apps have their words again holds evidence from which nothing is missing', async () => {
  const world = new RandomWorld(parley, [app], [])
  await world.begin()
  const { group, people, tokens } = world
  const [one = '', , three = ''] = people
  for (const app_ of [undefined, app.id])
    for (const conversation of [undefined, group]) await withholdWords(parley, one, { app: app_, conversation })
  await parley.sql`select conversations.leave_group(${group}, ${three})`
  for (const app_ of [undefined, app.id])
    for (const conversation of [undefined, group]) await allowWords(parley, one, { app: app_, conversation })
  await parley.sql`select * from conversations.add_members(${group}, ${one}, ${[three]}::uuid[], 50)`
  await world.give(wide)
  await world.step({ ...wide, a: 1 })
  const read = { conversation: group, after: undefined, limit: 50 }
  const [token = ''] = tokens.values()
  assert.equal((await readMessages(parley, bearer(token), read, () => (id) => id)).items.length, 1)
  await isInLog(parley.sql, { people, apps: [app.id] })
  for (const asks of [{}, { app: app.id }])
    assert.deepEqual(await judge(parley, { name: '', plan: (tx) => planPerson(tx, three, asks) }), [])
})
