// Reading that is unlike what an app does otherwise is told to the person whose permission it is.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Alert } from '@parley/protocol/api/alert.ts'
import type { TestActor } from '@parley/world/test-actor.ts'
import { alertsOf, alertStage, atHour, noon, readAs } from '@parley/world/test-alerts.ts'
import { openTestDatabase, type TestDatabase } from '@parley/world/test-database.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { newId } from '../base/random.ts'

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
const earlierDay = (actor: TestActor, daysBefore: number, messages: number, atNight = false) => parley.sql`
  insert into access.reading_day (grant_id, day, messages, at_night)
  values (${actor.grant}, (${noon()}::timestamptz at time zone 'UTC')::date - ${daysBefore}::int, ${messages}, ${atNight})`

test('the first read under a permission is told once, in words, to its person only', async () => {
  const dan = await signUpPerson(parley, 'dan')
  await befriend(dan, ben)
  const conversation = await group(dan)
  await stage.say(conversation, 2)
  const actor = await reader(dan)
  assert.deepEqual(await alertsOf(dan), { items: [], unread: 0 })
  await stage.asOf(noon(), actor, () => readAs(actor, conversation, 2))
  const { items, unread } = await alertsOf(dan)
  const [alert, ...more] = items as [Alert, ...Alert[]]
  assert.deepEqual([more, unread, alert.kind, alert.grant, alert.messages], [[], 1, 'first_read', actor.grant, 2])
  assert.match(alert.sentence, /read 2 messages in the group Trip for the first time\.$/)
  assert.deepEqual([alert.conversation, alert.canPause], [{ id: conversation, title: 'Trip' }, true])
  assert.equal((await alertsOf(ben)).items.length, 0)
  await stage.asOf(noon(), actor, () => readAs(actor, conversation, 2))
  assert.deepEqual(await stage.kindsOf(actor), ['first_read'])

  assert.equal((await ben.post(`/api/alerts/${alert.id}/seen`, {})).body.code, 'alert_missing')
  assert.equal((await dan.post(`/api/alerts/${newId()}/seen`, {})).status, 404)
  for (let i = 0; i < 2; i++) assert.equal((await dan.post(`/api/alerts/${alert.id}/seen`, {})).status, 204)
  const seen = await alertsOf(dan)
  assert.equal(seen.unread, 0)
  assert.ok(seen.items[0]!.seenAt)
})

test('writing, deleting and listing raise nothing', async () => {
  const conversation = await group()
  const actor = await reader()
  const { body } = await actor.write(conversation, { text: 'hello' })
  await actor.send('DELETE', `/v1/conversations/${conversation}/messages/${body.id}`)
  await actor.get('/v1/conversations')
  await stage.settle()
  assert.deepEqual(await stage.kindsOf(actor), [])
})

test('more than 500 messages within 20 minutes are a whole history, 500 are not', async () => {
  const conversation = await group()
  await stage.say(conversation, 501)
  const [much, slow] = [await reader(), await reader()]
  for (const actor of [much, slow]) await stage.asOf(noon(), actor, () => readAs(actor, conversation, 500))
  assert.deepEqual(await stage.kindsOf(much), ['first_read'])
  await stage.asOf(new Date(noon().getTime() + 15 * 60_000), much, () => readAs(much, conversation, 1))
  assert.deepEqual(await stage.kindsOf(much), ['first_read', 'whole_history'])
  const found = (await alertsOf(ana)).items.find((one) => one.grant === much.grant && one.kind === 'whole_history')
  assert.match(found!.sentence, /read 501 messages in the group Trip within 20 minutes\.$/)
  await stage.asOf(new Date(noon().getTime() + 20 * 60_000), slow, () => readAs(slow, conversation, 1))
  assert.deepEqual(await stage.kindsOf(slow), ['first_read'])
})

test('a day is far more than usual when it is five times as much, over 200 messages, and three days are known', async () => {
  const conversation = await group()
  await stage.say(conversation, 201)
  const [usual, unknown, busy, old] = [await reader(), await reader(), await reader(), await reader()]
  for (const back of [1, 2, 9]) {
    await earlierDay(usual, back, 10)
    if (back > 1) await earlierDay(unknown, back, 10)
    await earlierDay(busy, back, 60)
    await earlierDay(old, back + 40, 10)
  }
  for (const actor of [usual, unknown, busy, old]) {
    await stage.asOf(noon(), actor, () => readAs(actor, conversation, 200))
    assert.deepEqual(await stage.kindsOf(actor), [])
    await stage.asOf(noon(), actor, () => readAs(actor, conversation, 1))
  }
  assert.deepEqual(await stage.kindsOf(usual), ['busy_day'])
  for (const actor of [unknown, busy, old]) assert.deepEqual(await stage.kindsOf(actor), [])
  const { sentence } = (await alertsOf(ana)).items.find((one) => one.grant === usual.grant)!
  assert.match(sentence, /read 201 messages today; on a usual day it reads 10\.$/)
})

test('more than 20 conversations within an hour are many', async () => {
  const eve = await signUpPerson(parley, 'eve')
  await befriend(eve, ben)
  const ids = Array.from({ length: 21 }, () => newId())
  for (const id of ids) {
    await parley.sql`select conversations.open_group(${id}, ${eve.id}, 'Many', ${[ben.id]}::uuid[])`
    await stage.say(id, 1)
  }
  const [fast, slow] = [await reader(eve), await reader(eve)]
  for (const actor of [fast, slow])
    await stage.asOf(noon(), actor, async () => {
      for (const id of ids.slice(0, 20)) await readAs(actor, id, 1)
      await readAs(actor, ids[0]!, 1)
    })
  assert.deepEqual(await stage.kindsOf(fast), ['first_read'])
  await stage.asOf(new Date(noon().getTime() + 59 * 60_000), fast, () => readAs(fast, ids[20]!, 1))
  await stage.asOf(new Date(noon().getTime() + 60 * 60_000), slow, () => readAs(slow, ids[20]!, 1))
  assert.deepEqual(await stage.kindsOf(fast), ['first_read', 'many_conversations'])
  assert.deepEqual(await stage.kindsOf(slow), ['first_read'])
})

test('reading at night is told when it is new, and not on the first day', async () => {
  const conversation = await group()
  await stage.say(conversation, 1)
  const reads = (actor: TestActor, at: Date) => stage.asOf(at, actor, () => readAs(actor, conversation, 1))
  const [newly, always, first, early] = [await reader(), await reader(), await reader(), await reader()]
  // Far enough back to be before the night, whichever day that was.
  await earlierDay(newly, 3, 5)
  await earlierDay(newly, 40, 5, true)
  await earlierDay(always, 3, 5, true)
  await earlierDay(early, 3, 5)
  for (const actor of [newly, always, first]) await reads(actor, atHour(4))
  await reads(early, atHour(5))
  assert.deepEqual(await stage.kindsOf(newly), ['at_night'])
  assert.deepEqual(await stage.kindsOf(always), [])
  assert.deepEqual(await stage.kindsOf(first), ['first_read'])
  assert.deepEqual(await stage.kindsOf(early), [])
})

test('there is at most one of a kind for a permission on a day, and one again the next day; seeing one sees those before', async () => {
  const fay = await signUpPerson(parley, 'fay')
  await befriend(fay, ben)
  const conversation = await group(fay)
  await stage.say(conversation, 1)
  const actor = await reader(fay)
  // Many of the same message are many messages all the same.
  const much = (at: Date) =>
    stage.asOf(at, actor, async () => {
      await readAs(actor, conversation, 1)
      await parley.sql`
        insert into access.reading (grant_id, slot, conversation_id, messages)
        values (${actor.grant}, date_bin('10 minutes', ${at}::timestamptz, 'epoch'), ${conversation}, 600)
        on conflict (grant_id, slot, conversation_id) do update set messages = reading.messages + 600`
    })
  for (let i = 0; i < 3; i++) await much(noon(1))
  assert.deepEqual(await stage.kindsOf(actor), ['first_read', 'whole_history'])
  for (let i = 0; i < 3; i++) await much(noon())
  assert.deepEqual(await stage.kindsOf(actor), ['first_read', 'whole_history', 'whole_history'])
  const { items, unread } = await alertsOf(fay)
  assert.equal(unread, 3)
  assert.ok(items[0]!.at > items[2]!.at)
  const firstPage = (await fay.get('/api/alerts?limit=2')).body
  const second = (await fay.get(`/api/alerts?limit=2&after=${firstPage.next}`)).body
  assert.deepEqual([...firstPage.items, ...second.items], items)
  assert.equal(second.next, undefined)
  await fay.post(`/api/alerts/${items[1]!.id}/seen`, {})
  assert.deepEqual(
    (await alertsOf(fay)).items.map((one) => one.seenAt !== undefined),
    [false, true, true]
  )
})

test('what is too old to act on is counted and not told', async () => {
  const conversation = await group()
  await stage.say(conversation, 1)
  const actor = await reader()
  await stage.asOf(noon(4), actor, () => readAs(actor, conversation, 1))
  await stage.asOf(noon(), actor, () => readAs(actor, conversation, 1))
  assert.deepEqual(await stage.kindsOf(actor), [])
})

test('the night is that of the time zone that the person chose', async () => {
  const eva = await signUpPerson(parley, 'eva')
  await befriend(eva, ben)
  const conversation = await group(eva)
  await stage.say(conversation, 1)
  const readAt = async (hour: number): Promise<string[]> => {
    const actor = await reader(eva)
    await parley.sql`insert into access.reading_day (grant_id, day, messages, at_night)
      values (${actor.grant}, (${atHour(hour)}::timestamptz at time zone 'UTC')::date - 3, 1, false)`
    await stage.asOf(atHour(hour), actor, () => readAs(actor, conversation, 1))
    return stage.kindsOf(actor)
  }
  assert.deepEqual((await eva.get('/api/alerts/choices')).body, { quiet: [] })
  assert.deepEqual(await readAt(15), [])
  // Twelve or thirteen hours ahead of UTC, whatever the season.
  const chosen = await eva.put('/api/alerts/choices', { quiet: [], timeZone: 'Pacific/Auckland' })
  assert.deepEqual([chosen.status, chosen.body], [200, { quiet: [], timeZone: 'Pacific/Auckland' }])
  assert.deepEqual(await readAt(15), ['at_night'])
  assert.deepEqual(await readAt(2), [])
})

test('a time zone that does not exist and a kind that does not exist are refused', async () => {
  for (const timeZone of ['Mars/Olympus', '+01:00', '', 'x'.repeat(65)])
    assert.equal((await ana.put('/api/alerts/choices', { quiet: [], timeZone })).status, 400, timeZone)
  for (const quiet of [['all'], ['at_night', 'at_night']])
    assert.equal((await ana.put('/api/alerts/choices', { quiet })).status, 400)
  assert.deepEqual((await ana.get('/api/alerts/choices')).body, { quiet: [] })
})

test('a kind that was made quiet is listed and not counted as new', async () => {
  const hal = await signUpPerson(parley, 'hal')
  await befriend(hal, ben)
  const conversation = await group(hal)
  await stage.say(conversation, 1)
  await hal.put('/api/alerts/choices', { quiet: ['first_read'] })
  const quiet = await reader(hal)
  await stage.asOf(noon(), quiet, () => readAs(quiet, conversation, 1))
  const { items, unread } = await alertsOf(hal)
  assert.deepEqual([items.map((alert) => [alert.kind, alert.quiet]), unread], [[['first_read', true]], 0])
  await hal.put('/api/alerts/choices', { quiet: [] })
  const told = await reader(hal)
  await stage.asOf(noon(), told, () => readAs(told, conversation, 1))
  const later = await alertsOf(hal)
  assert.deepEqual([later.items.map((alert) => alert.quiet), later.unread], [[undefined, true], 1])
})
