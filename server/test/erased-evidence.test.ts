// Evidence of an app that acted for somebody who is gone accuses nobody: of a period before the erasure, and while it is under way.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { newTestApp } from '@parley/world/test-app.ts'
import { bearer } from '@parley/world/test-token.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { readMessages } from '../src/access/read-messages.ts'
import { planApp } from '../src/evidence/plan-app.ts'
import { Refusal } from '../src/base/refusal.ts'
import { closeAccount } from '../src/privacy/close-account.ts'
import { finishErasures } from '../src/privacy/finish-erasures.ts'
import { isInLog, judge } from './judge-evidence.ts'
import { RandomWorld } from './random-world.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform()
})
after(() => parley.close())

/** Everything in all conversations, of the first person. */
const wide = { op: 0, a: 0, b: 0, c: 2, bits: 0b111_1011_1111 }

/** An app that has read and written for somebody; when it is in the log. */
const begin = async () => {
  const app = await newTestApp(parley.sql)
  const world = new RandomWorld(parley, [app], [])
  await world.begin()
  await world.give(wide)
  const [token = ''] = world.tokens.values()
  for (let words = 1; words <= 3; words++) {
    await world.step({ ...wide, op: 0, a: words })
    await world.step({ ...wide, op: 3, a: words })
    for (const conversation of [world.direct, world.group])
      await readMessages(parley, bearer(token), { conversation, after: undefined, limit: 50 }, () => (id) => id)
  }
  await isInLog(parley.sql, { people: world.people, apps: [app.id] })
  const [person = ''] = world.people
  return { app: app.id, person }
}

const found = (app: string, period = {}) => judge(parley, { name: '', plan: (tx) => planApp(tx, app, period) })

const isErased = async (person: string): Promise<boolean> => {
  await finishErasures(parley, 0)
  return (await parley.sql`select from privacy.erasure where person_id = ${person}`).length === 0
}

test('an app’s evidence of a period before an erasure says why its entries are closed', async () => {
  const { app, person } = await begin()
  const [end] = await parley.sql<{ at: Date }[]>`select max(at) as at from log.checkpoint`
  const until = new Date(end!.at.getTime() - 86_400_000).toISOString()
  assert.deepEqual(await found(app, { until }), [])
  await closeAccount(parley, person)
  while (!(await isErased(person))) await sleep(50)
  assert.deepEqual(await found(app), [])
  assert.deepEqual(await found(app, { until }), [])
})

test('an app’s evidence accuses nobody at any moment of an erasure', async () => {
  const { app, person } = await begin()
  const { sql } = parley
  await closeAccount(parley, person)
  assert.deepEqual(await found(app), [])
  await sql`select log.record_erasures(${person})`
  await isInLog(sql, { people: [person], apps: [app] })
  for (let before: number | null = null; ;) {
    const [row]: { first: number | null }[] = await sql<{ first: number | null }[]>`
      select log.erase_texts(${person}, ${before}, 1) as first`
    before = row!.first
    if (before === null) break
    assert.deepEqual(await found(app), [])
  }
  for (;;) {
    const [row] = await sql<{ more: boolean }[]>`select log.erase_places(${person}, 1) as more`
    if (!row!.more) break
    assert.deepEqual(await found(app), [])
  }
  assert.deepEqual(await found(app), [])
})

test('an app waits for its evidence while no checkpoint says why its entries are closed', async () => {
  const { app, person } = await begin()
  const { sql } = parley
  await closeAccount(parley, person)
  await sql`select log.record_erasures(${person})`
  await isInLog(sql, { people: [person], apps: [app] })
  // As it is when the witnesses are away for long.
  const [erase] = await sql<{ idx: number }[]>`
    select l.idx from log.entry e join log.leaf l on l.entry_id = e.id where e.person_id = ${person} and e.kind = 'erase' and e.app_id = ${app}`
  await sql`update log.checkpoint set cosigned_at = null where size > ${erase!.idx}`
  await sql`select log.erase_texts(${person}, null, 500)`
  await assert.rejects(found(app), (error) => error instanceof Refusal && error.code === 'evidence_pending')
})
