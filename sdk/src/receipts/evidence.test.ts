// The receipts that an app kept, beside the evidence that it downloads: the verifier finds each kept promise, and names a broken one.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parsePolicy } from '@parley/protocol/log/policy.ts'
import { checkBundle } from '@parley/verifier/evidence/check-bundle.ts'
import { registerTestClient, type TestClient } from '@parley/world/test-client.ts'
import { answerConsent } from '@parley/world/test-consent.ts'
import { logCaughtUp } from '@parley/world/test-log.ts'
import { befriend, signUpPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { memoryReceipts, memoryStore, parleyApp, type Session } from '../index.ts'

let parley: TestPlatform
let tunes: TestClient
let session: Session
const kept = memoryReceipts()
before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  tunes = await registerTestClient(parley, { clientId: 'tunes' })
  const ana = await signUpPerson(parley, 'ana')
  const ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  const { id } = (await ana.post<{ id: string }>('/api/conversations', { kind: 'direct', person: ben.id })).body
  const app = parleyApp({
    platform: parley.url,
    clientId: tunes.clientId,
    clientSecret: tunes.secret!,
    redirectUri: tunes.redirectUri,
    store: memoryStore(),
    receipts: kept
  })
  const ask = { actions: ['read', 'write', 'delete'], friends: true, messages: 'own' } as const
  const { url, attempt } = await app.login.start({ ask })
  session = await app.login.finish({ attempt, url: await answerConsent(parley, ana, url, { conversations: [id] }) })
  const song = await session.messages.write(id, { text: 'hello' })
  const clientId = crypto.randomUUID()
  await ben.post(`/api/conversations/${id}/messages`, { clientId, text: 'an answer', replyTo: song.id })
  await session.messages.page(id)
  await session.messages.changes()
  await session.messages.one(id, clientId)
  await session.messages.delete(id, song.id)
  await session.messages.changes()
  await session.messages.friendsPage()
  await session.messages.conversationsPage()
})
after(() => parley.close())

const judge = async (receipts: Parameters<typeof checkBundle>[1]['receipts']) => {
  await logCaughtUp(parley.sql)
  const authorization = `Basic ${Buffer.from(`tunes:${tunes.secret}`).toString('base64')}`
  const answer = await fetch(`${parley.url}/v1/evidence`, { headers: { authorization } })
  assert.equal(answer.status, 200)
  const policy = parsePolicy(`log ${parley.log.vkey}\nquorum none\n`)
  return checkBundle(await answer.text(), { policy, nowMs: Date.now(), receiptKeys: [], mirrors: [], receipts })
}

test('evidence with all receipts of an app is valid: every access, its signature and its promise', async () => {
  assert.equal(kept.all().length, 8)
  const { verdict, findings, checked } = await judge(kept.all())
  assert.deepEqual(
    findings.filter(({ level }) => level !== 'remark'),
    []
  )
  assert.equal(verdict, 'valid')
  assert.ok(checked.includes('V20') && checked.includes('V22'))
  // No access came without the app's signature, nor with a key that the log does not name.
  assert.deepEqual(
    findings.filter(({ check }) => check === 'V20'),
    []
  )
})

test('an access that is taken out of the record, or changed in it, is shown by its receipt', async () => {
  await parley.sql.begin(async (tx) => {
    // The sequencer passes over a log whose row is locked.
    await tx`select from log.state for update`
    await session.messages.friendsPage()
    await session.messages.conversationsPage()
    const [gone, changed] = kept.all().slice(-2)
    await parley.sql`delete from log.outbox o using log.entry e where e.id = o.entry_id and e.event_id = ${gone!.event}`
    await parley.sql`delete from log.entry where event_id = ${gone!.event}`
    await parley.sql`
      update log.entry set owner = replace(owner, 'conversations', 'friends'),
        co = sha256(convert_to(E'parley/o/v1\n', 'UTF8') || salt_o || convert_to(replace(owner, 'conversations', 'friends'), 'UTF8'))
      where event_id = ${changed!.event}`
  })
  const [gone, changed] = kept.all().slice(-2)
  const { findings } = await judge([gone!, changed!])
  const about = (event: string) => findings.filter(({ check, text }) => check === 'V22' && text.includes(event))
  assert.deepEqual(
    [gone!, changed!].map(({ event }) => about(event).map(({ level }) => level)),
    // That the time for it has passed needs a witness's clock, which this log has not.
    [['insufficient'], ['violation']]
  )
})
