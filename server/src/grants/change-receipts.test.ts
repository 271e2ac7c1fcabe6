// Tests of the receipts of changes: the platform's signed promise, in the hands of who changed something, that its log will say so.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Changed } from '@parley/protocol/api/changed.ts'
import type { Receipt } from '@parley/protocol/api/partner.ts'
import { toBase64 } from '@parley/protocol/log/base64.ts'
import { commitOwner, commitShared } from '@parley/protocol/log/commitment.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { parseReceipt, receiptCommitment } from '@parley/protocol/log/receipt-text.ts'
import { timeMs } from '@parley/protocol/log/scalars.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import { makeActor, type TestActor } from '@parley/world/test-actor.ts'
import { logCaughtUp } from '@parley/world/test-log.ts'
import { basicOf } from '@parley/world/test-oauth.ts'
import { ask, befriend, signUpPerson, type TestAnswer, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { newId } from '../base/random.ts'
import { endGrants } from './end-grants.ts'

let parley: TestPlatform
before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
})
after(() => parley.close())

type Answer = Promise<TestAnswer<Changed>>
const receiptsOf = async (answer: Answer): Promise<Receipt[]> => {
  const { status, body } = await answer
  assert.equal(status, 200)
  return body.receipts
}

/** What a receipt promises, which is signed, commits to the texts beside it, and names their permission if they have one. */
const promiseOf = async ({ note: text, shared, saltS, owner, saltO }: Receipt) => {
  const note = parseNote(text)!
  assert.equal((await verifyNote(note, [parley.log.receiptSigner.key])).good.length, 1)
  const promise = parseReceipt(note.text)!
  const [s, o] = [Buffer.from(saltS, 'base64'), Buffer.from(saltO, 'base64')]
  const commitment = receiptCommitment(commitShared(s, shared), commitOwner(o, owner))
  assert.equal(toBase64(promise.commitment), toBase64(commitment))
  const { t, id } = JSON.parse(shared) as { t: string; id: string }
  const { g = null } = JSON.parse(owner) as { g?: string }
  assert.deepEqual([promise.event, promise.grant, promise.origin], [id, g, parley.log.origin])
  assert.equal(timeMs(promise.logBy)! - timeMs(promise.at)! <= 60_000, true)
  return { promise, kind: t }
}

/** The kinds of entry that the receipts of an answer are for, each of which the log then holds. */
const logged = async (answer: Answer): Promise<string[]> => {
  const receipts = await receiptsOf(answer)
  const kinds: string[] = []
  for (const receipt of receipts) {
    const { promise, kind } = await promiseOf(receipt)
    await logCaughtUp(parley.sql)
    const [entry] = await parley.sql<{ cs: Buffer; co: Buffer; idx: number | null }[]>`
      select e.cs, e.co, l.idx from log.entry e left join log.leaf l on l.entry_id = e.id where e.event_id = ${promise.event}`
    assert.equal(toBase64(receiptCommitment(entry!.cs, entry!.co)), toBase64(promise.commitment))
    assert.notEqual(entry!.idx, null)
    kinds.push(kind)
  }
  return kinds
}

const change = ({ person, grant }: TestActor, what: string, body: object = {}): Answer =>
  person.post<Changed>(`/api/grants/${grant}/${what}`, body)
const revoke = ({ person, grant }: TestActor): Answer => person.post<Changed>(`/api/grants/${grant}/revoke`)

const makeGroup = async (one: TestPerson): Promise<{ other: TestPerson; group: string }> => {
  const other = await signUpPerson(parley, `p${newId().slice(0, 8)}`)
  await befriend(one, other)
  const opened = await one.post<{ id: string }>('/api/conversations', { kind: 'group', title: 'G', people: [other.id] })
  return { other, group: opened.body.id }
}

test('every change of a permission is answered with a receipt for its entry, which the log then holds', async () => {
  const actor = await makeActor(parley, { actions: ['read', 'write'] })
  const { group } = await makeGroup(actor.person)
  for (const where of [{}, { conversation: group }]) {
    assert.deepEqual(await logged(change(actor, 'pause', where)), ['pause'])
    assert.deepEqual(await logged(change(actor, 'resume', where)), ['resume'])
  }
  assert.deepEqual(await logged(change(actor, 'narrow', { actions: ['read'] })), ['narrow'])
  assert.deepEqual(await logged(revoke(actor)), ['revoke'])
})

test('what the person keeps from apps, and closes to them, is answered with a receipt, and so is the way back', async () => {
  const { person, app } = await makeActor(parley, { actions: ['read'] })
  const { group } = await makeGroup(person)
  for (const what of [{ app: app.id }, { app: app.id, conversation: group }, { everything: true }]) {
    assert.deepEqual(await logged(person.put('/api/withheld', what)), ['withhold'])
    const query = new URLSearchParams(what as Record<string, string>)
    assert.deepEqual(await logged(person.delete(`/api/withheld?${query}`)), ['allow'])
  }
  const closing = `/api/conversations/${group}/closed-to-apps`
  assert.deepEqual(await logged(person.put(closing)), ['close'])
  assert.deepEqual(await logged(person.delete(closing)), ['reopen'])
})

test('an undo is answered with a receipt for each conversation in which something was undone', async () => {
  const actor = await makeActor(parley, { actions: ['write'] })
  const [one, two] = [await makeGroup(actor.person), await makeGroup(actor.person)]
  for (const { group } of [one, one, two]) assert.equal((await actor.write(group, { text: 'x' })).status, 201)
  const undo = (): Answer => actor.person.post(`/api/apps/${actor.app.id}/undo`, { what: 'written' })
  assert.deepEqual(await logged(undo()), ['undo', 'undo'])
  assert.deepEqual(await logged(undo()), [])
})

test('an app that gives a permission back has a receipt, with a token or without', async () => {
  const actor = await makeActor(parley, { actions: ['read'] })
  assert.deepEqual(await logged(actor.send('DELETE', '/v1/grant')), ['revoke'])
  const other = await makeActor(parley, { actions: ['read'] })
  const giveBack = (): Answer =>
    ask(parley.url, '', 'DELETE', `/v1/grants/${other.grant}`, undefined, { authorization: basicOf(other.app) })
  const receipts = await receiptsOf(giveBack())
  assert.equal((await promiseOf(receipts[0]!)).promise.grant, other.grant)
  assert.deepEqual(await receiptsOf(giveBack()), receipts)
})

test('asked again while it stands, also by two at once, it is the same receipt', async () => {
  const actor = await makeActor(parley, { actions: ['read'] })
  const { person, app } = actor
  const { group } = await makeGroup(person)
  const repeated: (() => Answer)[] = [
    () => change(actor, 'pause'),
    () => change(actor, 'pause', { conversation: group }),
    () => person.put('/api/withheld', { app: app.id }),
    () => person.put(`/api/conversations/${group}/closed-to-apps`),
    () => revoke(actor)
  ]
  for (const again of repeated) {
    const [a, b] = await Promise.all([receiptsOf(again()), receiptsOf(again())])
    assert.equal(a.length, 1)
    assert.deepEqual(a, b)
    assert.deepEqual(await receiptsOf(again()), a)
  }
})

test('a pause after a pause that was ended has its own receipt', async () => {
  const actor = await makeActor(parley, { actions: ['read'] })
  const first = await receiptsOf(change(actor, 'pause'))
  await change(actor, 'resume')
  const second = await receiptsOf(change(actor, 'pause'))
  assert.equal(second.length, 1)
  assert.notDeepEqual(second, first)
})

test('what had nothing to end has no receipt, and says so', async () => {
  const actor = await makeActor(parley, { actions: ['read'] })
  const { person, app } = actor
  const { group } = await makeGroup(person)
  assert.deepEqual(await receiptsOf(change(actor, 'resume')), [])
  assert.deepEqual(await receiptsOf(person.delete(`/api/withheld?app=${app.id}`)), [])
  assert.deepEqual(await receiptsOf(person.delete(`/api/conversations/${group}/closed-to-apps`)), [])
})

test('a permission that had run out before has a receipt for that', async () => {
  const actor = await makeActor(parley, { actions: ['read'], until: 'hour' })
  await parley.sql`update grants.grant set ends_at = clock_timestamp() where id = ${actor.grant}`
  await endGrants(parley)
  assert.deepEqual(await logged(revoke(actor)), ['end'])
})

test('a change that a crash left open is settled by whoever asks again, and has its receipt then', async () => {
  const actor = await makeActor(parley, { actions: ['read'] })
  const { person, app } = actor
  const { group } = await makeGroup(person)
  await parley.sql`select grants.pause_grant(${actor.grant}, null)`
  await parley.sql`select grants.withhold_words(${person.id}, ${app.id}, null)`
  await parley.sql`
    insert into grants.closed_group (conversation_id, person_id, at) values (${group}, ${person.id}, clock_timestamp())`
  assert.deepEqual(await logged(change(actor, 'pause')), ['pause'])
  assert.deepEqual(await logged(person.put('/api/withheld', { app: app.id })), ['withhold'])
  assert.deepEqual(await logged(person.put(`/api/conversations/${group}/closed-to-apps`)), ['close'])
})

test('who closes a group and is out of it before that is final is a party of the entry that names them', async () => {
  const { person } = await makeActor(parley, { actions: ['read'] })
  const { other, group } = await makeGroup(person)
  await parley.sql`
    insert into grants.closed_group (conversation_id, person_id, at) values (${group}, ${person.id}, clock_timestamp())`
  await parley.sql`select conversations.leave_group(${group}, ${person.id})`
  await parley.sql`select grants.settle_closing(${group})`
  const [entry] = await parley.sql<{ parties: string[] }[]>`
    select parties from log.entry where conversation_id = ${group} and kind = 'close'`
  assert.deepEqual(entry?.parties.toSorted(), [person.id, other.id].toSorted())
})

test('nobody else gets the receipt', async () => {
  const [actor, other] = [
    await makeActor(parley, { actions: ['read'] }),
    await makeActor(parley, { actions: ['read'] })
  ]
  await revoke(actor)
  assert.equal((await other.person.post(`/api/grants/${actor.grant}/revoke`)).status, 404)
})

test('a pause that comes after the end of its permission has no receipt of an earlier pause', async () => {
  const actor = await makeActor(parley, { actions: ['read'] })
  await change(actor, 'pause')
  await change(actor, 'resume')
  await revoke(actor)
  // As a pause does that was under way when the permission ended.
  const [late] = await parley.sql<{ seq: number | null }[]>`select grants.pause_grant(${actor.grant}, null) as seq`
  assert.equal(late!.seq, null)
})

test('a permission that is given back while its person closes their account has its receipt', async () => {
  const actor = await makeActor(parley, { actions: ['read'] })
  await revoke(actor)
  // What the closing forgets before the request comes to its answer.
  await parley.sql`select grants.forget_person(${actor.person.id})`
  const giveBack = ask(parley.url, '', 'DELETE', `/v1/grants/${actor.grant}`, undefined, {
    authorization: basicOf(actor.app)
  })
  assert.deepEqual(await logged(giveBack as Answer), ['revoke'])
})
