// Reading that is unlike what an app does otherwise is told to the person whose permission it is.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { openTestDatabase, type TestDatabase } from '@parley/world/test-database.ts'
import { openLive } from '@parley/world/test-live.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { newId } from '../base/random.ts'
import { raiseAlerts } from './raise-alerts.ts'
import { tellAlerts } from './run-alerts.ts'

let database: TestDatabase
let parley: TestPlatform
let ana: TestPerson
let ben: TestPerson
before(async () => {
  database = await openTestDatabase()
  parley = await startTestPlatform({ limitFactor: 100_000 }, database)
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
})
after(async () => {
  await parley.close()
  await database.drop()
})

const dayMs = 86_400_000

/** The last time that it was this hour (UTC), some days ago. */
const atHour = (hour: number, daysAgo = 0): Date => {
  const nowMs = performance.timeOrigin + performance.now()
  const ms = nowMs - (nowMs % dayMs) + hour * 3_600_000
  return new Date((ms > nowMs ? ms - dayMs : ms) - daysAgo * dayMs)
}
const noon = (daysAgo = 0): Date => atHour(12, daysAgo)

const group = async (person = ana, friend = ben): Promise<string> =>
  (await person.post('/api/conversations', { kind: 'group', title: 'Trip', people: [friend.id] })).body.id
const say = async (conversation: string, n: number): Promise<void> => {
  for (let i = 0; i < n; i += 50)
    await Promise.all(
      Array.from({ length: Math.min(50, n - i) }, (_, k) =>
        ben.post(`/api/conversations/${conversation}/messages`, { clientId: newId(), text: `Line ${i + k}` })
      )
    )
}
const reader = (person = ana): Promise<TestActor> =>
  makeActor(parley, { actions: ['read', 'write', 'delete'] }, { person })

/** Reads n messages of a conversation from its start, a page at a time. */
const read = async (actor: TestActor, conversation: string, n: number): Promise<void> => {
  let after = ''
  for (let left = n; left > 0; left -= 100) {
    const { status, body } = await actor.get(
      `/v1/conversations/${conversation}/messages?limit=${Math.min(100, left)}${after}`
    )
    assert.equal(status, 200)
    assert.equal(body.items.length, Math.min(100, left))
    after = `&after=${body.next}`
  }
}

/** Looks through the log until all that stands now is counted. */
const settle = async (platform = parley): Promise<void> => {
  const [newest] = await platform.sql<{ id: number }[]>`select max(id) as id from log.entry`
  for (;;) {
    await raiseAlerts(platform.sql)
    const [place] = await platform.sql<{ id: number }[]>`select entry_id as id from access.alert_cursor`
    if (place!.id >= newest!.id) return
  }
}

/** Does it as if it were at that time: nobody looks through the log before the entries are dated so. */
const then = async (at: Date, actor: TestActor, does: () => Promise<unknown>): Promise<void> => {
  await parley.sql.begin(async (tx) => {
    const [place] = await tx<{ id: number }[]>`select entry_id as id from access.alert_cursor for update`
    await does()
    await parley.sql`update log.entry set at = ${at} where grant_id = ${actor.grant} and id > ${place!.id}`
  })
  await settle()
}

const earlierDay = (actor: TestActor, daysBefore: number, messages: number, atNight = false) => parley.sql`
  insert into access.reading_day (grant_id, day, messages, at_night)
  values (${actor.grant}, (${noon()}::timestamptz at time zone 'UTC')::date - ${daysBefore}::int, ${messages}, ${atNight})`
const kindsOf = async (actor: TestActor): Promise<string[]> => {
  const rows = await parley.sql<
    { kind: string }[]
  >`select kind from access.alert where grant_id = ${actor.grant} order by kind`
  return rows.map(({ kind }) => kind)
}
const alertsOf = async (person: TestPerson) => (await person.get('/api/alerts?limit=100')).body

test('the first read under a permission is told once, in words, to its person only', async () => {
  const dan = await signUpPerson(parley, 'dan')
  await befriend(dan, ben)
  const conversation = await group(dan)
  await say(conversation, 2)
  const actor = await reader(dan)
  assert.deepEqual(await alertsOf(dan), { items: [], unread: 0 })
  await then(noon(), actor, () => read(actor, conversation, 2))
  const { items, unread } = await alertsOf(dan)
  const [alert, ...more] = items
  assert.deepEqual([more, unread, alert.kind, alert.grant, alert.messages], [[], 1, 'first_read', actor.grant, 2])
  assert.match(alert.sentence, /read 2 messages in the group Trip for the first time\.$/)
  assert.deepEqual([alert.conversation, alert.canPause], [{ id: conversation, title: 'Trip' }, true])
  assert.equal((await alertsOf(ben)).items.length, 0)
  await then(noon(), actor, () => read(actor, conversation, 2))
  assert.deepEqual(await kindsOf(actor), ['first_read'])

  assert.equal((await ben.post(`/api/alerts/${alert.id}/seen`, {})).body.code, 'alert_missing')
  assert.equal((await dan.post(`/api/alerts/${newId()}/seen`, {})).status, 404)
  for (let i = 0; i < 2; i++) assert.equal((await dan.post(`/api/alerts/${alert.id}/seen`, {})).status, 204)
  const seen = await alertsOf(dan)
  assert.equal(seen.unread, 0)
  assert.ok(seen.items[0].seenAt)
})

test('writing, deleting and listing raise nothing', async () => {
  const conversation = await group()
  const actor = await reader()
  const { body } = await actor.write(conversation, { text: 'hello' })
  await actor.send('DELETE', `/v1/conversations/${conversation}/messages/${body.id}`)
  await actor.get('/v1/conversations')
  await settle()
  assert.deepEqual(await kindsOf(actor), [])
})

test('more than 500 messages within 20 minutes are a whole history, 500 are not', async () => {
  const conversation = await group()
  await say(conversation, 501)
  const [much, slow] = [await reader(), await reader()]
  for (const actor of [much, slow]) await then(noon(), actor, () => read(actor, conversation, 500))
  assert.deepEqual(await kindsOf(much), ['first_read'])
  await then(new Date(noon().getTime() + 15 * 60_000), much, () => read(much, conversation, 1))
  assert.deepEqual(await kindsOf(much), ['first_read', 'whole_history'])
  const found = (await alertsOf(ana)).items.find(
    (one: { grant: string; kind: string }) => one.grant === much.grant && one.kind === 'whole_history'
  )
  assert.match(found.sentence, /read 501 messages in the group Trip within 20 minutes\.$/)
  await then(new Date(noon().getTime() + 20 * 60_000), slow, () => read(slow, conversation, 1))
  assert.deepEqual(await kindsOf(slow), ['first_read'])
})

test('a day is far more than usual when it is five times as much, over 200 messages, and three days are known', async () => {
  const conversation = await group()
  await say(conversation, 201)
  const [usual, unknown, busy, old] = [await reader(), await reader(), await reader(), await reader()]
  for (const back of [1, 2, 9]) {
    await earlierDay(usual, back, 10)
    if (back > 1) await earlierDay(unknown, back, 10)
    await earlierDay(busy, back, 60)
    await earlierDay(old, back + 40, 10)
  }
  for (const actor of [usual, unknown, busy, old]) {
    await then(noon(), actor, () => read(actor, conversation, 200))
    assert.deepEqual(await kindsOf(actor), [])
    await then(noon(), actor, () => read(actor, conversation, 1))
  }
  assert.deepEqual(await kindsOf(usual), ['busy_day'])
  for (const actor of [unknown, busy, old]) assert.deepEqual(await kindsOf(actor), [])
  const { sentence } = (await alertsOf(ana)).items.find((one: { grant: string }) => one.grant === usual.grant)
  assert.match(sentence, /read 201 messages today; on a usual day it reads 10\.$/)
})

test('more than 20 conversations within an hour are many', async () => {
  const eve = await signUpPerson(parley, 'eve')
  await befriend(eve, ben)
  const ids = Array.from({ length: 21 }, () => newId())
  for (const id of ids) {
    await parley.sql`select conversations.open_group(${id}, ${eve.id}, 'Many', ${[ben.id]}::uuid[])`
    await say(id, 1)
  }
  const [fast, slow] = [await reader(eve), await reader(eve)]
  for (const actor of [fast, slow])
    await then(noon(), actor, async () => {
      for (const id of ids.slice(0, 20)) await read(actor, id, 1)
      await read(actor, ids[0]!, 1)
    })
  assert.deepEqual(await kindsOf(fast), ['first_read'])
  await then(new Date(noon().getTime() + 59 * 60_000), fast, () => read(fast, ids[20]!, 1))
  await then(new Date(noon().getTime() + 60 * 60_000), slow, () => read(slow, ids[20]!, 1))
  assert.deepEqual(await kindsOf(fast), ['first_read', 'many_conversations'])
  assert.deepEqual(await kindsOf(slow), ['first_read'])
})

test('reading at night is told when it is new, and not on the first day', async () => {
  const conversation = await group()
  await say(conversation, 1)
  const reads = (actor: TestActor, at: Date) => then(at, actor, () => read(actor, conversation, 1))
  const [newly, always, first, early] = [await reader(), await reader(), await reader(), await reader()]
  // Far enough back to be before the night, whichever day that was.
  await earlierDay(newly, 3, 5)
  await earlierDay(newly, 40, 5, true)
  await earlierDay(always, 3, 5, true)
  await earlierDay(early, 3, 5)
  for (const actor of [newly, always, first]) await reads(actor, atHour(4))
  await reads(early, atHour(5))
  assert.deepEqual(await kindsOf(newly), ['at_night'])
  assert.deepEqual(await kindsOf(always), [])
  assert.deepEqual(await kindsOf(first), ['first_read'])
  assert.deepEqual(await kindsOf(early), [])
})

test('there is at most one of a kind for a permission on a day, and one again the next day; seeing one sees those before', async () => {
  const fay = await signUpPerson(parley, 'fay')
  await befriend(fay, ben)
  const conversation = await group(fay)
  await say(conversation, 1)
  const actor = await reader(fay)
  // Many of the same message are many messages all the same.
  const much = (at: Date) =>
    then(at, actor, async () => {
      await read(actor, conversation, 1)
      await parley.sql`
        insert into access.reading (grant_id, slot, conversation_id, messages)
        values (${actor.grant}, date_bin('10 minutes', ${at}::timestamptz, 'epoch'), ${conversation}, 600)
        on conflict (grant_id, slot, conversation_id) do update set messages = reading.messages + 600`
    })
  for (let i = 0; i < 3; i++) await much(noon(1))
  assert.deepEqual(await kindsOf(actor), ['first_read', 'whole_history'])
  for (let i = 0; i < 3; i++) await much(noon())
  assert.deepEqual(await kindsOf(actor), ['first_read', 'whole_history', 'whole_history'])
  const { items, unread } = await alertsOf(fay)
  assert.equal(unread, 3)
  assert.ok(items[0].at > items[2].at)
  const firstPage = (await fay.get('/api/alerts?limit=2')).body
  const second = (await fay.get(`/api/alerts?limit=2&after=${firstPage.next}`)).body
  assert.deepEqual([...firstPage.items, ...second.items], items)
  assert.equal(second.next, undefined)
  await fay.post(`/api/alerts/${items[1].id}/seen`, {})
  assert.deepEqual(
    (await alertsOf(fay)).items.map((one: { seenAt?: string }) => one.seenAt !== undefined),
    [false, true, true]
  )
})

test('what is too old to act on is counted and not told', async () => {
  const conversation = await group()
  await say(conversation, 1)
  const actor = await reader()
  await then(noon(4), actor, () => read(actor, conversation, 1))
  await then(noon(), actor, () => read(actor, conversation, 1))
  assert.deepEqual(await kindsOf(actor), [])
})

test('an access that got its number first and committed last is not passed over', async () => {
  const conversation = await group()
  await say(conversation, 1)
  const [late, early] = [await reader(), await reader()]
  const last = async () =>
    (
      await parley.sql<{ n: number }[]>`
        select last_value as n from pg_sequences where schemaname = 'log' and sequencename = 'entry_id_seq'`
    )[0]!.n
  // So that nothing but the entries of the two reads is drawn below.
  await Promise.all([late, early].map((actor) => actor.get(`/v1/conversations/${conversation}/messages?after=1000`)))
  for (const actor of [late, early]) {
    await read(actor, conversation, 1)
    await settle()
    await parley.sql`delete from access.alert where grant_id = ${actor.grant}`
    await parley.sql`delete from access.reading_day where grant_id = ${actor.grant}`
  }
  const next = (await last()) + 1
  let looking: Promise<void> | undefined
  let reading: Promise<void> | undefined
  await parley.sql
    .begin(async (tx) => {
      await tx`insert into log.outbox (entry_id) values (${next})`
      reading = read(late, conversation, 1)
      while ((await last()) < next) await new Promise((resolve) => setTimeout(resolve, 5))
      await read(early, conversation, 1)
      looking = settle()
      await new Promise((resolve) => setTimeout(resolve, 200))
      assert.deepEqual([await kindsOf(early), await kindsOf(late)], [[], []])
      throw new Error('undone')
    })
    .catch((error: unknown) => assert.equal((error as Error).message, 'undone'))
  await Promise.all([reading, looking])
  assert.deepEqual([await kindsOf(early), await kindsOf(late)], [['first_read'], ['first_read']])
})

test('two nodes raise an alert once and both tell it; a node that starts again loses and repeats nothing', async () => {
  const conversation = await group()
  await say(conversation, 1)
  const other = await startTestPlatform({ limitFactor: 100_000 }, database)
  const sockets = [await openLive(parley.url, ana), await openLive(other.url, ana)]
  const [newest] = await parley.sql<{ id: number }[]>`select coalesce(max(id), 0) as id from access.alert`
  const actors: TestActor[] = []
  for (let i = 0; i < 6; i++) actors.push(await reader())
  await Promise.all(actors.map((actor) => read(actor, conversation, 1)))
  await Promise.all([settle(parley), settle(other), settle(parley), settle(other)])
  for (const actor of actors) assert.deepEqual(await kindsOf(actor), ['first_read'])
  for (const node of [parley, other]) assert.ok((await tellAlerts(node, newest!.id)) > newest!.id)
  for (const socket of sockets) {
    await socket.until((frame) => frame.type === 'changed' && frame.what === 'alerts')
    socket.close()
  }
  const actor = await reader()
  await parley.sql.begin(async (tx) => {
    await tx`select from access.alert_cursor for update`
    await read(actor, conversation, 1)
    await other.close()
  })
  const again = await startTestPlatform({ limitFactor: 100_000 }, database)
  await settle(again)
  for (const one of [...actors, actor]) assert.deepEqual(await kindsOf(one), ['first_read'])
  await again.close()
})

test('pausing from an alert stops the reading, and the alert then offers no pause', async () => {
  const conversation = await group()
  await say(conversation, 1)
  const actor = await reader()
  await read(actor, conversation, 1)
  await settle()
  const own = async () => (await alertsOf(ana)).items.find((one: { grant: string }) => one.grant === actor.grant)
  assert.equal((await own()).canPause, true)
  assert.equal((await ana.post(`/api/grants/${(await own()).grant}/pause`, {})).status, 200)
  assert.equal((await actor.get(`/v1/conversations/${conversation}/messages`)).body.code, 'grant_paused')
  assert.equal((await own()).canPause, false)
})

test('a closed account leaves no alerts', async () => {
  const gus = await signUpPerson(parley, 'gus')
  await befriend(gus, ben)
  const conversation = await group(gus)
  await say(conversation, 1)
  const actor = await reader(gus)
  await read(actor, conversation, 1)
  await settle()
  assert.deepEqual(await kindsOf(actor), ['first_read'])
  assert.equal((await gus.delete('/api/me')).status, 204)
  assert.deepEqual(await kindsOf(actor), [])
  const left = await parley.sql`select from access.reading_day where grant_id = ${actor.grant}`
  assert.equal(left.length, 0)
})

test('Connected apps says when each right was last used', async () => {
  const conversation = await group()
  await say(conversation, 1)
  const actor = await reader()
  const used = async () => (await ana.get(`/api/grants/${actor.grant}`)).body.lastUsed
  assert.deepEqual(await used(), {})
  await then(noon(), actor, () => read(actor, conversation, 1))
  assert.deepEqual(await used(), { read: noon().toISOString() })
  await then(noon(), actor, () => actor.write(conversation, { text: 'hello' }))
  await then(noon(1), actor, () => read(actor, conversation, 1))
  assert.deepEqual(await used(), { read: noon().toISOString(), write: noon().toISOString() })
})
