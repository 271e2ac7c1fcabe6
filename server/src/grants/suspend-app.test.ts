// Suspending an app and letting it in again: final when answered, and in the log in the order of what happened.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { logCaughtUp } from '@parley/world/test-log.ts'
import { befriend, signUpPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { newId } from '../base/random.ts'
import { restoreApp } from './restore-app.ts'
import { settleSuspensions } from './settle-suspension.ts'
import { suspendApp } from './suspend-app.ts'

let parley: TestPlatform
let actor: TestActor
let messages: string

before(async () => {
  parley = await startTestPlatform({ limitFactor: 100_000, partnerPoolSize: 10 })
  const ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  const { id } = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body
  messages = `/v1/conversations/${id}/messages`
  await ben.post(`/api/conversations/${id}/messages`, { clientId: newId(), text: 'Hello' })
  actor = await makeActor(parley, { actions: ['read'] }, { person: ana })
})
after(() => parley.close())

const standing = async () => {
  const rows = await parley.sql<{ kind: string; shared: string; owner: string; parties: string[] }[]>`
    select kind, shared, owner, parties from log.entry where app_id = ${actor.app.id} and kind in ('suspend', 'restore') order by id`
  return rows.map(({ kind, shared, owner, parties }) => {
    const read = parseShared(shared)
    assert.equal(read.t, kind)
    assert.deepEqual(parties, [actor.app.id])
    const { because } = parseOwner(read.frame, owner) as unknown as { because: string }
    return [kind, because]
  })
}

test('a suspended app acts no more, says so to nobody else, and acts again when it is let in', async () => {
  const before = (await actor.person.get('/api/activity')).body.items.length
  assert.equal(await suspendApp(parley, actor.app.id, 'It sold what it read.'), true)
  const refused = await actor.get(messages)
  assert.deepEqual([refused.status, refused.body.code], [403, 'app_suspended'])
  assert.equal((await actor.person.get('/api/activity')).body.items.length, before)
  assert.equal(await suspendApp(parley, actor.app.id, 'Again'), false)
  assert.equal(await restoreApp(parley, actor.app.id, 'Its owner has answered for it.'), true)
  assert.equal((await actor.get(messages)).status, 200)
  assert.equal(await restoreApp(parley, actor.app.id, 'Again'), false)
  assert.deepEqual(await standing(), [
    ['suspend', 'It sold what it read.'],
    ['restore', 'Its owner has answered for it.']
  ])
})

test('a reason is asked for', async () => {
  for (const because of ['', ' ', 'a\nb', 'x'.repeat(301)]) {
    await assert.rejects(suspendApp(parley, actor.app.id, because), { code: 'invalid_request' })
    await assert.rejects(restoreApp(parley, actor.app.id, because), { code: 'invalid_request' })
  }
  assert.equal((await actor.get(messages)).status, 200)
})

test('what a crash left without an entry is settled, before the app can be let in', async () => {
  await parley.sql`select grants.suspend_app(${actor.app.id}, 'Crashed')`
  assert.notEqual((await actor.get(messages)).status, 200)
  assert.equal((await standing()).length, 2)
  const [row] = await parley.sql`select grants.restore_app(${actor.app.id}, 'Too early') as now`
  assert.equal(row?.['now'], null)
  await Promise.all([settleSuspensions(parley), settleSuspensions(parley)])
  assert.deepEqual((await standing()).at(-1), ['suspend', 'Crashed'])
  await parley.sql`select grants.suspend_app(${actor.app.id}, 'Not twice')`
  assert.equal(await restoreApp(parley, actor.app.id, 'Back'), true)
  assert.deepEqual((await standing()).slice(2), [
    ['suspend', 'Crashed'],
    ['restore', 'Back']
  ])
})

test('under load no access follows a suspension that was answered, nor stands behind its entry', async () => {
  let going = true
  let suspended = false
  let late = 0
  let delivered = 0
  const read = async (): Promise<void> => {
    while (going) {
      const wasSuspended = suspended
      const { status } = await actor.get(messages)
      if (status === 200) delivered += 1
      if (status === 200 && wasSuspended && suspended) late += 1
    }
  }
  const reading = Promise.all(Array.from({ length: 8 }, read))
  for (let i = 0; i < 20; i++) {
    for (const before = delivered; delivered < before + 2;) await sleep(1)
    await suspendApp(parley, actor.app.id, `Round ${i}`)
    suspended = true
    await sleep(5)
    suspended = false
    await restoreApp(parley, actor.app.id, `Round ${i}`)
  }
  going = false
  await reading
  assert.ok(delivered > 20)
  assert.equal(late, 0)
  await logCaughtUp(parley.sql)
  const entries = await parley.sql<{ kind: string }[]>`
    select e.kind from log.entry e join log.leaf l on l.entry_id = e.id
    where e.app_id = ${actor.app.id} and e.kind in ('read', 'suspend', 'restore') order by l.idx`
  let open = true
  for (const { kind } of entries) {
    if (kind === 'read') assert.ok(open, 'a read between suspend and restore')
    else open = kind === 'restore'
  }
})
