// A grant with a number of messages a day never discloses more, says when it is used up, and shows the person how much was used.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PartnerMessage, Receipt } from '@parley/protocol/api/partner.ts'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { messagesOf, startTriangle, type TestTriangle } from '@parley/world/test-triangle.ts'
import { pruneBudgets } from '../grants/prune-budgets.ts'

let all: TestTriangle
const ids: string[] = []
before(async () => {
  all = await startTriangle()
  for (let n = 0; n < 6; n++) ids.push(await all.say(all.ben, all.withBen, `Message ${n}`))
})
after(() => all.parley.close())

const budgeted = (perDay: number, more: object = {}): Promise<TestActor> =>
  makeActor(all.parley, { actions: ['read'], perDay, ...more }, { person: all.ana })
const today = async ({ grant }: TestActor) => (await all.ana.get(`/api/grants/${grant}`)).body.today
const idsOf = ({ body }: { body: { items: PartnerMessage[] } }): string[] => body.items.map(({ id }) => id)

test('a page is cut to what is left, and then the refusal says so and when it starts again', async () => {
  const actor = await budgeted(4)
  assert.equal((await today(actor)).used, 0)
  const first = await actor.get(`${messagesOf(all.withBen)}?limit=3`)
  assert.deepEqual(idsOf(first), ids.slice(0, 3))
  const second = await actor.get(`${messagesOf(all.withBen)}?limit=3&after=${encodeURIComponent(first.body.next)}`)
  assert.deepEqual(idsOf(second), ids.slice(3, 4))
  assert.equal(second.body.more, true)
  const path = `${messagesOf(all.withBen)}?after=${encodeURIComponent(second.body.next)}`
  const { status, body } = await actor.get(path)
  assert.deepEqual([status, body.code], [429, 'budget_used'])
  const { used, startsAgainAt } = await today(actor)
  assert.equal(used, 4)
  assert.equal(body.detail, `The permission allows 4 messages a day; the count starts again at ${startsAgainAt}`)
  assert.ok(body.retryAfter > 0 && body.retryAfter <= 86_400)
  await all.refused('budget_used', [
    () => actor.get(`${messagesOf(all.withBen)}/${ids[0]}`),
    () => actor.get('/v1/changes')
  ])
  // The next day it goes on where it was.
  await all.parley.sql`update grants.budget set day = day - 1 where grant_id = ${actor.grant}`
  assert.deepEqual(idsOf(await actor.get(path)), ids.slice(4))
  await pruneBudgets(all.parley.sql)
  assert.equal((await today(actor)).used, 2)
})

test('changes are cut too, and the cursor loses nothing', async () => {
  const actor = await budgeted(4)
  const first = await actor.get('/v1/changes')
  assert.equal(first.body.items.length, 4)
  assert.equal(first.body.more, true)
  await all.parley.sql`update grants.budget set day = day - 1 where grant_id = ${actor.grant}`
  const second = await actor.get(`/v1/changes?after=${encodeURIComponent(first.body.next)}`)
  assert.deepEqual([...idsOf(first), ...idsOf(second)].toSorted(), ids.toSorted())
  assert.equal(second.body.more, false)
})

test('what is withheld is not counted, and a refusal leaves no entry and takes no use', async () => {
  const actor = await budgeted(2)
  await all.ben.put('/api/withheld', { app: actor.app.id })
  const page = await actor.get(messagesOf(all.withBen))
  assert.ok(page.body.items.every(({ withheld }: PartnerMessage) => withheld))
  assert.equal((await today(actor)).used, 0)
  const once = await budgeted(1, { until: 'once' })
  await all.parley.sql`
    insert into grants.budget (grant_id, day, read_n) values (${once.grant}, (clock_timestamp() at time zone 'UTC')::date, 1)`
  await all.refused('budget_used', [() => once.get(messagesOf(all.withBen)), () => once.get('/v1/changes')])
  const [row] = await all.parley.sql<
    { uses: number }[]
  >`select uses_left as uses from grants.grant where id = ${once.grant}`
  assert.equal(row?.uses, 1)
})

test('a number of messages can be set and lowered afterwards, not raised; what was read today stays counted', async () => {
  const actor = await budgeted(5)
  const narrow = (perDay: number) => all.ana.post(`/api/grants/${actor.grant}/narrow`, { perDay })
  await actor.get(`${messagesOf(all.withBen)}?limit=3`)
  const { body } = await narrow(4)
  assert.match(body.sentence, /, at most 4 messages a day, /)
  assert.equal((await narrow(5)).body.code, 'not_narrower')
  assert.equal((await narrow(0)).status, 400)
  assert.equal((await actor.get('/v1/grant')).body.detail.perDay, 4)
  assert.equal((await actor.get(messagesOf(all.withBen))).body.items.length, 1)
  await all.refused('budget_used', [() => actor.get(messagesOf(all.withBen))])
  const free = await makeActor(all.parley, { actions: ['read'] }, { person: all.ana })
  assert.equal(await today(free), undefined)
  await all.ana.post(`/api/grants/${free.grant}/narrow`, { perDay: 2 })
  assert.equal((await free.get(messagesOf(all.withBen))).body.items.length, 2)
})

test('requests side by side never read more than the budget, and the entries add up to it', async () => {
  for (let round = 0; round < 10; round++) {
    const perDay = 7 + round
    const actor = await budgeted(perDay)
    const ways = [
      messagesOf(all.withBen),
      '/v1/changes?limit=4',
      `${messagesOf(all.withBen)}/${ids[0]}`,
      `${messagesOf(all.withBen)}?limit=2`
    ]
    const answers = await Promise.all(Array.from({ length: 16 }, (_, n) => actor.get(ways[n % ways.length]!)))
    const told = answers.map(({ status, body }) => (status === 429 ? 0 : (body.items?.length ?? 1)))
    assert.ok(answers.every(({ status }) => status === 200 || status === 429))
    assert.equal(
      told.reduce((a, b) => a + b, 0),
      perDay
    )
    const counts = answers.flatMap(({ body }) =>
      ((body.receipts ?? []) as Receipt[]).map(({ shared }) => (JSON.parse(shared) as { n: number }).n)
    )
    assert.equal(
      counts.reduce((a, b) => a + b, 0),
      perDay
    )
    assert.equal((await today(actor)).used, perDay)
  }
})
