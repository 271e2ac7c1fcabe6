// Permissions that a passkey signed, from the consent page to the verdict on the evidence that was downloaded.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parsePolicy } from '@parley/protocol/log/policy.ts'
import { nowMs } from '@parley/server/base/clock.ts'
import { checkBundle } from '@parley/verifier/evidence/check-bundle.ts'
import { TestAuthenticator } from '@parley/world/test-authenticator.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { logCaughtUp } from '@parley/world/test-log.ts'
import { openTestApp, type TestApp } from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { addTestPasskey, connectSigned } from '@parley/world/test-signing.ts'

let parley: TestPlatform
let ana: TestPerson
let app: TestApp
let appId: string

before(async () => {
  parley = await startTestPlatform({ limitFactor: 10_000 })
  ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  const withBen = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  app = await openTestApp(parley, await registerTestClient(parley, { clientId: 'tunes' }))
  appId = (await parley.sql<{ id: string }[]>`select id from grants.app where client_id = 'tunes'`)[0]!.id
  // One permission for each kind of key; each replaces the one before. The first key is removed after it has signed.
  for (const algorithm of ['ES256', 'EdDSA', 'RS256'] as const) {
    const key = new TestAuthenticator(parley.url, algorithm)
    const passkey = await addTestPasskey(ana, key)
    await connectSigned(parley, { person: ana, key }, app, {
      ask: { details: [{ actions: ['read', 'write'] }] },
      tick: { action: ['read'], conversation: [withBen] }
    })
    if (algorithm === 'ES256') assert.equal((await ana.delete(`/api/passkeys/${passkey}`)).status, 204)
  }
  await logCaughtUp(parley.sql)
})
after(() => parley.close())

const judge = async (query: string) => {
  const answer = await fetch(`${parley.url}/api/evidence${query}`, { headers: { cookie: ana.cookie } })
  assert.equal(answer.status, 200)
  const text = await answer.text()
  const policy = parsePolicy(`log ${parley.log.vkey}\nquorum none\n`)
  const report = await checkBundle(text, { policy, nowMs: nowMs(), receiptKeys: [], mirrors: [], receipts: [] })
  return { text, verdict: report.verdict, found: report.findings.filter(({ check }) => ['V24', 'V25'].includes(check)) }
}

test('evidence of a whole life and of one app shows that the person’s own passkeys signed', async () => {
  for (const query of ['', `?app=${appId}`]) {
    const { text, verdict, found } = await judge(query)
    assert.deepEqual(found, [], query)
    assert.equal(verdict, 'valid', query)
    const { entries } = JSON.parse(text) as { entries: { signed?: string; consent?: string }[] }
    assert.equal(entries.filter(({ signed, consent }) => signed !== undefined && consent !== undefined).length, 3)
  }
})

test('a signature or a text that is exchanged in the database is found by name', async () => {
  const [first, second] = await parley.sql<{ id: string; signature: string; text: string }[]>`
    select grant_id as id, signature, text from grants.consent order by agreed_at limit 2`
  await parley.sql`update grants.consent set signature = ${second!.signature}, text = text || '.' where grant_id = ${first!.id}`
  const { verdict, found } = await judge('')
  assert.equal(verdict, 'violation')
  assert.deepEqual(
    found.map(({ check, level }) => [check, level]),
    [
      ['V24', 'violation'],
      ['V25', 'violation']
    ]
  )
  await parley.sql`update grants.consent set signature = ${first!.signature}, text = ${first!.text} where grant_id = ${first!.id}`
  assert.equal((await judge('')).verdict, 'valid')
})
