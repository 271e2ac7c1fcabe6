// Receipts of answers, and where their entries are in the log: what a platform promises is what it then shows.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Receipt, ReceiptProof } from '@parley/protocol/api/partner.ts'
import { fromBase64 } from '@parley/protocol/log/base64.ts'
import { sameBytes } from '@parley/protocol/log/bytes.ts'
import { commitOwner, commitShared } from '@parley/protocol/log/commitment.ts'
import { parseOwner, parseShared } from '@parley/protocol/log/entry-texts.ts'
import { judgeCheckpoint } from '@parley/protocol/log/judge-checkpoint.ts'
import { judgeEntry } from '@parley/protocol/log/judge-entry.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { parsePolicy } from '@parley/protocol/log/policy.ts'
import { parseReceipt, receiptCommitment } from '@parley/protocol/log/receipt-text.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { makeToken } from '@parley/world/test-token.ts'
import { messagesOf, startTriangle, type TestTriangle } from '@parley/world/test-triangle.ts'
import { nowMs } from '../base/clock.ts'
import { newId } from '../base/random.ts'
import { sha256 } from '../base/hash.ts'

let all: TestTriangle
before(async () => {
  all = await startTriangle()
})
after(() => all.parley.close())

/** Checks signature and commitments; returns what the receipt promises. */
const open = async ({ note, shared, saltS, owner, saltO }: Receipt) => {
  const parsed = parseNote(note)
  const receipt = parsed && parseReceipt(parsed.text)
  assert.ok(parsed && receipt)
  const { log } = all.parley
  assert.equal(receipt.origin, log.origin)
  assert.equal((await verifyNote(parsed, [log.receiptSigner.key])).good.length, 1)
  const cs = commitShared(fromBase64(saltS) ?? new Uint8Array(), shared)
  const co = commitOwner(fromBase64(saltO) ?? new Uint8Array(), owner)
  assert.ok(sameBytes(receiptCommitment(cs, co), receipt.commitment))
  assert.equal(Date.parse(receipt.logBy) - Date.parse(receipt.at), 60_000)
  const texts = parseShared(shared)
  const owned = texts.frame === 'list' ? parseOwner('list', owner) : parseOwner('access', owner)
  assert.deepEqual([texts.id, texts.at, owned.g], [receipt.event, receipt.at, receipt.grant])
  return { receipt, shared: texts, owner: owned, cs, co }
}

const reader = (actions: ('read' | 'write' | 'delete')[] = ['read', 'write', 'delete']) =>
  makeActor(all.parley, { actions, friends: true }, { person: all.ana })

const receiptsOf = async (asked: Promise<{ status: number; body: { receipts: Receipt[] } }>) => {
  const { status, body } = await asked
  assert.ok(status < 300, JSON.stringify(body))
  return body.receipts
}

const proofOf = async (actor: TestActor, event: string) => {
  const { status, body } = await actor.get(`/v1/receipts/${event}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body as ReceiptProof
}

/** Asks until the entry is in a published checkpoint. */
const included = async (actor: TestActor, event: string) => {
  for (let tries = 0; tries < 100; tries++) {
    const proof = await proofOf(actor, event)
    if (!('pending' in proof)) return proof
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('The entry did not get into the log')
}

const holds = async (proof: Exclude<ReceiptProof, { pending: true }>, cs: Uint8Array, co: Uint8Array) => {
  const found: string[] = []
  const find = (check: string, level: string) => found.push(`${check} ${level}`)
  const policy = parsePolicy(`log ${all.parley.log.vkey}\nquorum none\n`)
  const checkpoint = await judgeCheckpoint(proof.checkpoint, { policy, nowMs: nowMs() }, find)
  assert.ok(checkpoint)
  assert.equal(checkpoint.size, proof.size)
  const path = proof.path.map((hash) => fromBase64(hash) ?? new Uint8Array())
  const entry = judgeEntry(
    { index: proof.index, entry: fromBase64(proof.entry) ?? new Uint8Array(), path },
    checkpoint,
    find
  )
  assert.deepEqual(found, [])
  assert.ok(entry && sameBytes(entry.entry.cs, cs) && sameBytes(entry.entry.co, co))
}

test('each answer carries a receipt for each entry that it left, and the log holds them', async () => {
  const actor = await reader()
  const [a, b] = [await all.say(all.ben, all.withBen, 'One'), await all.say(all.cara, all.withCara, 'Two')]
  const write = await actor.write(all.withBen, { text: 'Three' })
  const answers = {
    page: await receiptsOf(actor.get(messagesOf(all.withBen))),
    one: await receiptsOf(actor.get(`${messagesOf(all.withBen)}/${a}`)),
    changes: await receiptsOf(actor.get('/v1/changes?limit=100')),
    conversations: await receiptsOf(actor.get('/v1/conversations')),
    friends: await receiptsOf(actor.get('/v1/friends')),
    write: (write.body as { receipts: Receipt[] }).receipts,
    delete: await receiptsOf(actor.send('DELETE', `${messagesOf(all.withBen)}/${write.body.id}`))
  }
  assert.deepEqual(
    Object.values(answers).map((receipts) => receipts.length),
    [1, 1, 2, 1, 1, 1, 1]
  )
  for (const receipts of Object.values(answers))
    for (const given of receipts) {
      const { receipt, cs, co } = await open(given)
      await holds(await included(actor, receipt.event), cs, co)
    }
  const seen = await Promise.all(answers.changes.map(async (one) => (await open(one)).shared))
  assert.deepEqual(new Set(seen.map((shared) => 'conv' in shared && shared.conv)), new Set([all.withBen, all.withCara]))
  assert.ok(b)
})

test('an answer that discloses nothing has no receipt', async () => {
  const actor = await reader()
  const { body } = await actor.get(`${messagesOf(all.withBen)}?limit=100`)
  assert.deepEqual(await receiptsOf(actor.get(`${messagesOf(all.withBen)}?after=${body.next}`)), [])
})

test('salts in a receipt open the commitments to the messages; a deleted one has none', async () => {
  const actor = await reader()
  const gone = await all.say(all.ben, all.withBen, 'Going')
  await all.say(all.ben, all.withBen, 'Staying')
  await all.ben.delete(`/api/conversations/${all.withBen}/messages/${gone}`)
  const { body } = await actor.get(`${messagesOf(all.withBen)}?limit=100`)
  const [receipt] = body.receipts as Receipt[]
  assert.ok(receipt?.salts)
  const { owner } = await open(receipt)
  assert.ok(owner.frame === 'access')
  for (const [at, item] of owner.items.entries()) {
    const message = body.items[at]
    assert.equal(item.message, message.id)
    const salt: string | null | undefined = receipt.salts[at]
    assert.deepEqual([item.isDeleted, salt === null], [!!message.deleted, !!message.deleted])
    if (salt === null || salt === undefined) continue
    const text = JSON.stringify({ text: message.text })
    assert.equal(
      sha256(Buffer.concat([Buffer.from(salt, 'base64'), Buffer.from(text)])).toString('base64'),
      item.commitment
    )
  }
})

test('a write that is asked for again answers with its first receipt, and says when its message is deleted; a deletion has one once', async () => {
  const actor = await reader()
  const key = newId()
  const first = await actor.write(all.withBen, { text: 'Once' }, key)
  const again = await actor.write(all.withBen, { text: 'Once' }, key)
  assert.deepEqual(again.body, first.body)
  const path = `${messagesOf(all.withBen)}/${first.body.id}`
  assert.equal((await receiptsOf(actor.send('DELETE', path))).length, 1)
  assert.deepEqual(await receiptsOf(actor.send('DELETE', path)), [])
  const { body } = await actor.write(all.withBen, { text: 'Once' }, key)
  assert.ok(body.deleted)
  assert.equal(body.text, undefined)
  assert.deepEqual(
    body.receipts.map(({ note, salts }: Receipt) => [note, salts]),
    [[first.body.receipts[0].note, [null]]]
  )
})

test('before a checkpoint covers its entry a receipt is pending until its time', async () => {
  const actor = await reader()
  await all.say(all.ben, all.withBen, 'Waiting')
  await all.parley.sql.begin(async (tx) => {
    // The sequencer passes over a log whose row is locked.
    await tx`select from log.state for update`
    const [given] = await receiptsOf(actor.get(`${messagesOf(all.withBen)}?limit=1`))
    assert.ok(given)
    const { receipt } = await open(given)
    const proof = await proofOf(actor, receipt.event)
    assert.deepEqual(proof, { pending: true, by: receipt.logBy })
  })
})

test('a receipt is looked up by its own app and person only, also after the end of the grant', async () => {
  const actor = await reader()
  const [given] = await receiptsOf(actor.get('/v1/conversations'))
  assert.ok(given)
  const { event } = (await open(given)).receipt
  const strangers = [
    await makeActor(all.parley, { actions: ['read'] }, { person: all.ana }),
    await makeActor(all.parley, { actions: ['read'] }, { person: all.ben, app: actor.app })
  ]
  for (const stranger of strangers)
    assert.equal((await stranger.get(`/v1/receipts/${event}`)).body.code, 'receipt_missing')
  assert.equal((await actor.get(`/v1/receipts/${newId()}`)).body.code, 'receipt_missing')
  const [give] = await all.parley.sql<{ event: string }[]>`
    select event_id as event from log.entry where grant_id = ${actor.grant} and kind = 'give'`
  assert.equal((await actor.get(`/v1/receipts/${give?.event}`)).body.code, 'receipt_missing')
  assert.equal((await actor.get('/v1/receipts/nothing')).status, 400)
  await all.ana.post(`/api/grants/${actor.grant}/revoke`)
  assert.equal((await actor.get('/v1/conversations')).body.code, 'grant_ended')
  assert.equal('index' in (await included(actor, event)), true)
  const later = await makeActor(all.parley, { actions: ['read'] }, { person: all.ana, app: actor.app })
  assert.equal('index' in (await proofOf(later, event)), true)
  await all.parley.sql`delete from login.artifact where grant_id = ${actor.grant}`
  assert.equal((await actor.get(`/v1/receipts/${event}`)).body.code, 'token_inactive')
})

test('looking a receipt up needs a proof, leaves no entry and uses no grant for once', async () => {
  const once = await makeActor(all.parley, { actions: ['read'], until: 'once' }, { person: all.ana })
  const [given] = await receiptsOf(once.get('/v1/conversations'))
  assert.ok(given)
  const { event } = (await open(given)).receipt
  const path = `/v1/receipts/${event}`
  await all.refused('proof_required', [
    () => once.send('GET', path, undefined, { authorization: `Bearer ${once.token}` })
  ])
  const before = await all.entries()
  await included(once, event)
  assert.equal(await all.entries(), before)
  assert.equal((await once.get(messagesOf(all.withBen))).status, 200)
})

test('a HEAD discloses nothing: there is none at the partner API', async () => {
  const actor = await reader(['read'])
  const before = await all.entries()
  for (const path of [
    messagesOf(all.withBen),
    '/v1/changes',
    '/v1/friends',
    '/v1/conversations',
    '/v1/me',
    '/v1/grant'
  ])
    assert.equal((await actor.send('HEAD', path)).status, 404, path)
  assert.equal(await all.entries(), before)
})

test('a plain token of an app that may bear it leaves an entry that says so, with a receipt', async () => {
  const actor = await reader(['read'])
  await all.parley.sql`update grants.app set bearer_allowed = true where id = ${actor.app.id}`
  const token = await makeToken(all.parley.sql, actor.grant, actor.app.clientId)
  const plain = (path: string) => {
    const answer = actor.send('GET', path, undefined, { authorization: `Bearer ${token}`, dpop: '' })
    return receiptsOf(answer)
  }
  for (const path of [messagesOf(all.withBen), '/v1/changes?limit=1', '/v1/conversations', '/v1/friends']) {
    const [given] = await plain(path)
    assert.ok(given)
    assert.equal((await open(given)).owner.req, null)
  }
  const kept = await all.parley.sql<{ n: number }[]>`
    select count(*)::int as n from log.entry where grant_id = ${actor.grant} and (proof is not null or kind = 'key')`
  assert.equal(kept[0]?.n, 0)
})
