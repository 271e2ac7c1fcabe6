// A pause that meets a resume, or the end of its permission: the log says what holds, in the order in which it held.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newTestApp } from '@parley/world/test-app.ts'
import { bearer } from '@parley/world/test-token.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { readMessages } from '../src/access/read-messages.ts'
import { Refusal } from '../src/base/refusal.ts'
import { pauseGrant, resumeGrant } from '../src/grants/pause-grant.ts'
import { revokeGrant } from '../src/grants/revoke-grant.ts'
import { settleGrant } from '../src/grants/settle-grant.ts'
import { RandomWorld, type TestApp } from './random-world.ts'
import { findingsOf, storedEntries } from './replay-entries.ts'

let parley: TestPlatform
let app: TestApp
before(async () => {
  parley = await startTestPlatform()
  app = await newTestApp(parley.sql)
})
after(() => parley.close())

/** Somebody with a permission for everything, and a word to read. */
const begin = async () => {
  const world = new RandomWorld(parley, [app], [])
  await world.begin()
  await world.give({ op: 0, a: 0, b: 0, c: 2, bits: 0b111_1011_1111 })
  await world.step({ op: 0, a: 1, b: 0, c: 0, bits: 0 })
  const [[grant, token] = ['', '']] = world.tokens
  const read = () => {
    const page = { conversation: world.group, after: undefined, limit: 50 }
    return readMessages(parley, bearer(token), page, () => (id) => id).catch((error: unknown) => {
      assert.ok(error instanceof Refusal)
    })
  }
  const found = async () => findingsOf(await storedEntries(parley.sql, world.people, [app.id]))
  return { person: world.people[0]!, grant, group: world.group, read, found }
}

/** The platform, in which something happens right before the statement that names this function. */
const interrupted = (name: string, happen: () => Promise<unknown>): TestPlatform => {
  let has = false
  const apply = async (sql: typeof parley.sql, _this: unknown, [texts, ...values]: [string[], ...never[]]) => {
    if (!has && texts.join('').includes(name)) {
      has = true
      await happen()
    }
    return sql(texts as never, ...values)
  }
  return { ...parley, sql: new Proxy(parley.sql, { apply: apply as never }) }
}

test('a pause that commits while its permission goes on comes into the log before the resume', async () => {
  for (const where of ['all', 'group'] as const) {
    const { person, grant, group, read, found } = await begin()
    const conversation = where === 'group' ? group : undefined
    const pause = () => parley.sql`select grants.pause_grant(${grant}, ${conversation ?? null})`
    await resumeGrant(interrupted('resume_grant', pause), person, grant, conversation)
    // The request that paused goes on.
    await settleGrant(parley, grant)
    await read()
    assert.deepEqual(await found(), [])
  }
})

test('a permission that ends while it goes on in a conversation is changed no more', async () => {
  const { person, grant, group, found } = await begin()
  await pauseGrant(parley, person, grant, group)
  const end = () => revokeGrant(parley, person, grant, 'revoked')
  await resumeGrant(interrupted('resume_grant', end), person, grant, group)
  assert.deepEqual(await found(), [])
})
