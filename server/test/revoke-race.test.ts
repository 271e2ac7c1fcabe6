// Revoking under load: 32 readers on one grant, 500 revokes and new grants.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import type { App } from '@parley/protocol/api/grant.ts'
import { newTestApp } from '@parley/world/test-app.ts'
import { logCaughtUp } from '@parley/world/test-log.ts'
import { makeToken } from '@parley/world/test-token.ts'
import { signUpPerson, befriend, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { newId } from '../src/base/random.ts'
import { giveGrant } from '../src/grants/give-grant.ts'

const readers = 32
const revokes = Number(process.env['PARLEY_TEST_REVOKES'] ?? 500)

let parley: TestPlatform
let ana: TestPerson
let ben: TestPerson
let conversation: string
let app: App
before(async () => {
  parley = await startTestPlatform({ limitFactor: 100_000, poolSize: 8, partnerPoolSize: 16 })
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  conversation = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  for (let i = 0; i < 20; i++) {
    await ben.post(`/api/conversations/${conversation}/messages`, { clientId: newId(), text: `message ${i}` })
  }
  app = await newTestApp(parley.sql)
})
after(() => parley.close())

type Given = { grant: string; token: string }

const give = async (): Promise<Given> => {
  const answers = {
    actions: ['read' as const],
    friends: false,
    where: 'all' as const,
    conversations: [],
    messages: 'any' as const,
    from: 'all_history' as const,
    until: 'day' as const
  }
  const consent = { text: 'shown', language: 'en', version: '1' }
  const { grant } = await giveGrant(parley, { person: ana.id, app: app.id, answers, consent })
  return { grant, token: await makeToken(parley.sql, grant, app.clientId) }
}

/** Entries whose place in the log is after the final entry of their grant's revoke. */
const lateEntries = () => parley.sql`
  select a.id from log.entry a join log.leaf al on al.entry_id = a.id
  join log.entry r on r.grant_id = a.grant_id and r.kind = 'revoke' join log.leaf rl on rl.entry_id = r.id
  where a.kind in ('read', 'list', 'write', 'delete') and (al.idx > rl.idx or a.at > r.at)`

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

test('after a revoke was answered nothing is delivered, and no entry stands behind its final entry', async (t) => {
  let now = await give()
  let going = true
  let delivered = 0
  let refused = 0
  // A grant is here from the moment at which its revoke was answered.
  const over = new Set<string>()
  const late: string[] = []
  const read = async (): Promise<void> => {
    while (going) {
      const { grant, token } = now
      const answer = await fetch(`${parley.url}/v1/conversations/${conversation}/messages`, {
        headers: { authorization: `Bearer ${token}` }
      })
      const page = (await answer.json()) as { items?: unknown[]; code?: string }
      if (answer.status !== 200) {
        assert.equal(page.code, 'grant_ended')
        refused += 1
        // An app that was told so has nothing to ask until it is connected again.
        while (going && now.grant === grant) await sleep(1)
        continue
      }
      delivered += 1
      assert.equal(page.items?.length, 20)
      if (over.has(grant)) late.push(grant)
    }
  }
  const reading = Promise.all(Array.from({ length: readers }, read))
  const tookMs: number[] = []
  for (let i = 0; i < revokes; i++) {
    const { grant } = now
    const started = performance.now()
    const answer = await ana.post(`/api/grants/${grant}/revoke`)
    tookMs.push(performance.now() - started)
    assert.equal(answer.status, 200)
    assert.equal(answer.body.ended.because, 'revoked')
    // Bytes that had arrived in this process before the revoke's answer may still wait for their turn of the event loop.
    await turn()
    await turn()
    over.add(grant)
    now = await give()
  }
  going = false
  await reading
  t.diagnostic(`${delivered} reads delivered and ${refused} refused during ${revokes} revokes`)
  t.diagnostic(`revoke p50 ${percentile(tookMs, 0.5).toFixed(1)} ms, p99 ${percentile(tookMs, 0.99).toFixed(1)} ms`)
  assert.deepEqual(late, [])
  await logCaughtUp(parley.sql)
  assert.deepEqual([...(await lateEntries())], [])
  const [counts] = await parley.sql<{ reads: number; revokes: number }[]>`
    select count(*) filter (where kind = 'read') as reads, count(*) filter (where kind = 'revoke') as revokes from log.entry`
  assert.deepEqual(counts, { reads: delivered, revokes })
})
