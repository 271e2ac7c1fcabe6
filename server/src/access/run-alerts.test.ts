// Alerts lose nothing and repeat nothing: late commits, two nodes, new starts; and what follows from one.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestActor } from '@parley/world/test-actor.ts'
import { alertsOf, alertStage, noon, readAs } from '@parley/world/test-alerts.ts'
import { openTestDatabase, type TestDatabase } from '@parley/world/test-database.ts'
import { openLive } from '@parley/world/test-live.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { tellAlerts } from './run-alerts.ts'

let database: TestDatabase
let parley: TestPlatform
let stage: ReturnType<typeof alertStage>
let ana: TestPerson
let ben: TestPerson
before(async () => {
  database = await openTestDatabase()
  parley = await startTestPlatform({ limitFactor: 100_000 }, database)
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  stage = alertStage(parley, ben)
})
after(async () => {
  await parley.close()
  await database.drop()
})

const reader = (person = ana) => stage.reader(person)
const group = (person = ana) => stage.group(person)

test('an access that got its number first and committed last is not passed over', async () => {
  const conversation = await group()
  await stage.say(conversation, 1)
  const [late, early] = [await reader(), await reader()]
  const last = async () =>
    (
      await parley.sql<{ n: number }[]>`
        select last_value as n from pg_sequences where schemaname = 'log' and sequencename = 'entry_id_seq'`
    )[0]!.n
  // So that nothing but the entries of the two reads is drawn below.
  await Promise.all([late, early].map((actor) => actor.get(`/v1/conversations/${conversation}/messages?after=1000`)))
  for (const actor of [late, early]) {
    await readAs(actor, conversation, 1)
    await stage.settle()
    await parley.sql`delete from access.alert where grant_id = ${actor.grant}`
    await parley.sql`delete from access.reading_day where grant_id = ${actor.grant}`
  }
  const next = (await last()) + 1
  let looking: Promise<void> | undefined
  let reading: Promise<void> | undefined
  await parley.sql
    .begin(async (tx) => {
      await tx`insert into log.outbox (entry_id) values (${next})`
      reading = readAs(late, conversation, 1)
      while ((await last()) < next) await new Promise((resolve) => setTimeout(resolve, 5))
      await readAs(early, conversation, 1)
      looking = stage.settle()
      await new Promise((resolve) => setTimeout(resolve, 200))
      assert.deepEqual([await stage.kindsOf(early), await stage.kindsOf(late)], [[], []])
      throw new Error('undone')
    })
    .catch((error: unknown) => assert.equal((error as Error).message, 'undone'))
  await Promise.all([reading, looking])
  assert.deepEqual([await stage.kindsOf(early), await stage.kindsOf(late)], [['first_read'], ['first_read']])
})

test('two nodes raise an alert once and both tell it; a node that starts again loses and repeats nothing', async () => {
  const conversation = await group()
  await stage.say(conversation, 1)
  const other = await startTestPlatform({ limitFactor: 100_000 }, database)
  const sockets = [await openLive(parley.url, ana), await openLive(other.url, ana)]
  const [newest] = await parley.sql<{ id: number }[]>`select coalesce(max(id), 0) as id from access.alert`
  const actors: TestActor[] = []
  for (let i = 0; i < 6; i++) actors.push(await reader())
  await Promise.all(actors.map((actor) => readAs(actor, conversation, 1)))
  await Promise.all([stage.settle(parley), stage.settle(other), stage.settle(parley), stage.settle(other)])
  for (const actor of actors) assert.deepEqual(await stage.kindsOf(actor), ['first_read'])
  for (const node of [parley, other]) assert.ok((await tellAlerts(node, newest!.id)) > newest!.id)
  for (const socket of sockets) {
    await socket.until((frame) => frame.type === 'changed' && frame.what === 'alerts')
    socket.close()
  }
  const actor = await reader()
  await parley.sql.begin(async (tx) => {
    await tx`select from access.alert_cursor for update`
    await readAs(actor, conversation, 1)
    await other.close()
  })
  const again = await startTestPlatform({ limitFactor: 100_000 }, database)
  await stage.settle(again)
  for (const one of [...actors, actor]) assert.deepEqual(await stage.kindsOf(one), ['first_read'])
  await again.close()
})

test('pausing from an alert stops the reading, and the alert then offers no pause', async () => {
  const conversation = await group()
  await stage.say(conversation, 1)
  const actor = await reader()
  await readAs(actor, conversation, 1)
  await stage.settle()
  const own = async () => (await alertsOf(ana)).items.find((one) => one.grant === actor.grant)!
  assert.equal((await own()).canPause, true)
  assert.equal((await ana.post(`/api/grants/${(await own()).grant}/pause`, {})).status, 200)
  assert.equal((await actor.get(`/v1/conversations/${conversation}/messages`)).body.code, 'grant_paused')
  const { canPause, seenAt } = await own()
  assert.equal(canPause, false)
  assert.ok(seenAt)
  const { unread, items } = await alertsOf(ana)
  assert.equal(unread, items.filter((one) => one.seenAt === undefined).length)
})

test('a closed account leaves no alerts', async () => {
  const gus = await signUpPerson(parley, 'gus')
  await befriend(gus, ben)
  const conversation = await group(gus)
  await stage.say(conversation, 1)
  const actor = await reader(gus)
  await readAs(actor, conversation, 1)
  await stage.settle()
  assert.deepEqual(await stage.kindsOf(actor), ['first_read'])
  assert.equal((await gus.delete('/api/me')).status, 204)
  assert.deepEqual(await stage.kindsOf(actor), [])
  const left = await parley.sql`select from access.reading_day where grant_id = ${actor.grant}`
  assert.equal(left.length, 0)
})

test('Connected apps says when each right was last used', async () => {
  const conversation = await group()
  await stage.say(conversation, 1)
  const actor = await reader()
  const used = async () => (await ana.get(`/api/grants/${actor.grant}`)).body.lastUsed
  assert.deepEqual(await used(), {})
  await stage.asOf(noon(), actor, () => readAs(actor, conversation, 1))
  assert.deepEqual(await used(), { read: noon().toISOString() })
  await stage.asOf(noon(), actor, () => actor.write(conversation, { text: 'hello' }))
  await stage.asOf(noon(1), actor, () => readAs(actor, conversation, 1))
  assert.deepEqual(await used(), { read: noon().toISOString(), write: noon().toISOString() })
})
