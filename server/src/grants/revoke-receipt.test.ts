// Tests of the receipt of a revoke: the platform's signed promise that its log will say that the permission has ended.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Revoked } from '@parley/protocol/api/revoked.ts'
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { commitOwner, commitShared } from '@parley/protocol/log/commitment.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { parseReceipt, receiptCommitment } from '@parley/protocol/log/receipt-text.ts'
import { timeMs } from '@parley/protocol/log/scalars.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { logCaughtUp } from '@parley/world/test-log.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { endGrants } from './end-grants.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
})
after(() => parley.close())

const revoke = async ({ person, grant }: TestActor): Promise<Revoked> => {
  const { status, body } = await person.post<Revoked>(`/api/grants/${grant}/revoke`)
  assert.equal(status, 200)
  return body
}

/** The promise of the one receipt, which is signed and commits to the texts beside it. */
const promiseOf = async ({ receipts }: Revoked) => {
  assert.equal(receipts.length, 1)
  const { note: text, shared, saltS, owner, saltO } = receipts[0]!
  const note = parseNote(text)!
  assert.equal((await verifyNote(note, [parley.log.receiptSigner.key])).good.length, 1)
  const promise = parseReceipt(note.text)!
  const [s, o] = [Buffer.from(saltS, 'base64'), Buffer.from(saltO, 'base64')]
  const commitment = receiptCommitment(commitShared(s, shared), commitOwner(o, owner))
  assert.equal(toBase64(promise.commitment), toBase64(commitment))
  const texts = { shared: JSON.parse(shared) as { t: string; id: string }, owner: JSON.parse(owner) as { g: string } }
  assert.deepEqual([promise.event, promise.grant], [texts.shared.id, texts.owner.g])
  assert.equal(timeMs(promise.logBy)! - timeMs(promise.at)! <= 60_000, true)
  return { promise, kind: texts.shared.t }
}

test('a revoke is answered with a receipt for its entry, which the log then holds', async () => {
  const actor = await makeActor(parley, { actions: ['read'] })
  const answer = await revoke(actor)
  assert.equal(answer.ended?.because, 'revoked')
  const { promise, kind } = await promiseOf(answer)
  assert.deepEqual([kind, promise.grant, promise.origin], ['revoke', actor.grant, parley.log.origin])
  await logCaughtUp(parley.sql)
  const [entry] = await parley.sql<{ cs: Buffer; co: Buffer; idx: number | null }[]>`
    select e.cs, e.co, l.idx from log.entry e left join log.leaf l on l.entry_id = e.id where e.event_id = ${promise.event}`
  assert.equal(toBase64(receiptCommitment(entry!.cs, entry!.co)), toBase64(promise.commitment))
  assert.notEqual(entry!.idx, null)
})

test('asked again, also by two at once, it is the same receipt', async () => {
  const actor = await makeActor(parley, { actions: ['read'] })
  const [a, b] = await Promise.all([revoke(actor), revoke(actor)])
  assert.deepEqual(a.receipts, b.receipts)
  assert.deepEqual((await revoke(actor)).receipts, a.receipts)
})

test('a permission that had run out before has a receipt for that', async () => {
  const actor = await makeActor(parley, { actions: ['read'], until: 'hour' })
  await parley.sql`update grants.grant set ends_at = clock_timestamp() where id = ${actor.grant}`
  await endGrants(parley)
  assert.equal((await promiseOf(await revoke(actor))).kind, 'end')
})

test('nobody else gets the receipt', async () => {
  const [actor, other] = [
    await makeActor(parley, { actions: ['read'] }),
    await makeActor(parley, { actions: ['read'] })
  ]
  await revoke(actor)
  assert.equal((await other.person.post(`/api/grants/${actor.grant}/revoke`)).status, 404)
})
