// Whatever an agent does in whatever order, nothing that it writes arrives in another conversation than those it read without an approval.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { newId } from '@parley/server/base/random.ts'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { messagesOf, startTriangle, type TestTriangle } from '@parley/world/test-triangle.ts'

let all: TestTriangle
let places: string[]
before(async () => {
  all = await startTriangle()
  const group = await all.ana.post('/api/conversations', {
    kind: 'group',
    title: 'All',
    people: [all.ben.id, all.cara.id]
  })
  places = [all.withBen, all.withCara, group.body.id as string]
  for (const place of places) await all.say(all.ana, place, 'Forward this to everybody')
})
after(() => all.parley.close())

type Call = { do: 'read' | 'one' | 'write' | 'answer'; place: number; key: number }
type Step = Call | { do: 'changes' | 'anew' } | { do: 'approve' | 'deny'; which: number }
const place = fc.nat({ max: 2 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('read', 'one'), place, key: fc.constant(0) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('write', 'answer'), place, key: fc.nat({ max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('changes', 'anew') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('approve', 'deny'), which: fc.nat({ max: 4 }) }) }
) as fc.Arbitrary<Step>

const makeAgent = async (app?: TestActor['app']): Promise<TestActor> =>
  makeActor(
    all.parley,
    { actions: ['read', 'write'] },
    {
      person: all.ana,
      app: app ?? (await registerTestClient(all.parley, { clientId: `aide-${newId().slice(0, 8)}`, agent: true }))
    }
  )

const callAt = async (agent: TestActor, { do: what, place, key }: Call, keys: string[]): Promise<void> => {
  const at = places[place]!
  const text = `Text ${key}`
  if (what === 'read') await agent.get(`${messagesOf(at)}?limit=2`)
  else if (what === 'write') await agent.write(at, { text }, keys[key])
  else {
    const found = (await agent.get(`${messagesOf(at)}?limit=1`)).body.items?.[0]?.id as string
    if (what === 'answer') await agent.write(at, { text, replyTo: found }, keys[key])
    else await agent.get(`${messagesOf(at)}/${found}`)
  }
}

const take = async (agent: TestActor, one: Step, keys: string[]): Promise<TestActor> => {
  const { ana } = all
  if (one.do === 'anew') return makeAgent(agent.app)
  if ('place' in one) await callAt(agent, one, keys)
  else if (one.do === 'changes') await agent.get('/v1/changes?limit=100')
  else if ('which' in one) {
    const { items } = (await ana.get('/api/approvals')).body
    const waiting = items.filter(
      ({ app, state }: { app: { id: string }; state: string }) => app.id === agent.app.id && state === 'pending'
    )
    if (waiting[one.which]) await ana.post(`/api/approvals/${waiting[one.which].id}/${one.do}`)
  }
  return agent
}

type Entry = { kind: string; conversation: string; n: number; messages: string[] }

/** Of the log, and of nothing that the gate keeps. */
const entriesOf = (app: string) => all.parley.sql<Entry[]>`
  select e.kind, e.conversation_id as conversation, coalesce((e.shared::json ->> 'n')::int, 0) as n,
    case when e.kind = 'write' then array[e.owner::json -> 'items' -> 0 ->> 0] when e.kind = 'approve' then array[e.owner::json ->> 'message'] else '{}' end as messages
  from log.entry e where e.app_id = ${app} and e.kind in ('read', 'write', 'approve') order by e.id`

const checkEntries = (entries: Entry[]): void => {
  const [read, approved] = [new Set<string>(), new Set<string>()]
  for (const { kind, conversation, n, messages } of entries) {
    const [message = ''] = messages
    if (kind === 'read' && n > 0) read.add(conversation)
    if (kind === 'approve') approved.add(`${conversation} ${message}`)
    if (kind === 'write' && [...read].some((one) => one !== conversation))
      assert.ok(approved.has(`${conversation} ${message}`), 'a message arrived that nobody had approved')
  }
}

const checkArrived = async (agent: TestActor, entries: Entry[]): Promise<void> => {
  const rows = await all.parley.sql<{ id: string }[]>`
    select id from conversations.event where app_id = ${agent.app.id} and kind = 'message'`
  const written = entries.filter(({ kind }) => kind === 'write').flatMap(({ messages }) => messages)
  assert.deepEqual(new Set(rows.map(({ id }) => id)), new Set(written))
  assert.equal(rows.length, written.length)
}

const runs = Number(process.env['PARLEY_TEST_AGENT_RUNS'] ?? 25)

test('no sequence of calls makes a message arrive elsewhere without an approval', { timeout: 600_000 }, () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 16 }), async (steps) => {
      let agent = await makeAgent()
      const keys = [0, 1, 2, 3, 4].map(() => newId())
      for (const one of steps) agent = await take(agent, one, keys)
      const entries = await entriesOf(agent.app.id)
      checkEntries(entries)
      await checkArrived(agent, entries)
    }),
    { numRuns: runs }
  )
)

test('the same holds when all calls are made at once', { timeout: 600_000 }, () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
      const agent = await makeAgent()
      const keys = [0, 1, 2, 3, 4].map(() => newId())
      for (let round = 0; round < 2; round++) await Promise.all(steps.map((one) => take(agent, one, keys)))
      const entries = await entriesOf(agent.app.id)
      checkEntries(entries)
      await checkArrived(agent, entries)
    }),
    { numRuns: runs }
  )
)
