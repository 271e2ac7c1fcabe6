// Undoing beside everything else: other readers, what is withheld, closed accounts, and all of it at once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Content } from '@parley/protocol/api/content.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startUndoStage, type UndoStage } from '@parley/world/test-undo.ts'
import fc from 'fast-check'
import { newId } from '../src/base/random.ts'
import { erasePerson } from '../src/conversations/erase-person.ts'

let { parley, ana, ben, conversation, connect, say } = {} as UndoStage
before(async () => {
  ;({ parley, ana, ben, conversation, connect, say } = await startUndoStage())
})
after(() => parley.close())

test('the changes feed shows a restored message again, once, also when it was deleted since the cursor', async () => {
  const music = await connect()
  const other = await connect()
  const ids = [await say('kept in view'), await say('deleted before')]
  await music.remove(ids[1] ?? '')
  let walked = await other.changes()
  while (walked.more) walked = await other.changes(walked.next)
  await music.remove(ids[0] ?? '')
  await music.undo({ what: 'deleted' })
  const page = await other.changes(walked.next)
  assert.deepEqual(
    page.items.map(({ id, text, deleted }) => [id, text, deleted]),
    [
      [ids[0], 'kept in view', undefined],
      [ids[1], 'deleted before', undefined]
    ]
  )
  assert.deepEqual((await other.changes(page.next)).items, [])
})

test('what is withheld stays withheld when it comes back', async () => {
  const [music, other] = [await connect(), await connect()]
  const id = await say('for friends only')
  await music.remove(id)
  const { next } = await other.changes()
  await ana.put('/api/withheld', { app: other.app })
  await music.undo({ what: 'deleted' })
  const seen = [...(await other.changes(next)).items, ...(await other.read())]
  assert.equal(JSON.stringify(seen).includes('for friends only'), false)
  await ana.delete(`/api/withheld?app=${other.app}`)
})

test('closing an account takes what was kept for it', async () => {
  const dora = await signUpPerson(parley, 'dora')
  await befriend(ben, dora)
  const where = (await dora.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
  const music = await connect(dora)
  const id = await say('gone with me', dora, where)
  await music.remove(id, where)
  assert.equal((await parley.sql`select from conversations.kept where person_id = ${dora.id}`).length, 1)
  await erasePerson(parley, dora.id)
  assert.equal((await parley.sql`select from conversations.kept where person_id = ${dora.id}`).length, 0)
})

test('restoring against deleting and reading ends in one of their orders, and each is recorded as often as it happened', async () => {
  const [music, reader] = [await connect(), await connect()]
  const id = await say('to and fro')
  const [{ salt } = { salt: undefined }] = await parley.sql<
    { salt: Buffer }[]
  >`select salt from conversations.event where id = ${id}`
  for (let round = 0; round < 20; round++) {
    await music.remove(id)
    const [, undone, items] = await Promise.all([
      music.remove(id),
      music.undo({ what: 'deleted', conversation, message: id }),
      reader.read(),
      music.undo({ what: 'deleted' })
    ])
    assert.ok(undone.status === 200)
    const seen = items.find((one) => one.id === id)
    assert.ok(seen === undefined || seen.text === 'to and fro' || seen.deleted !== undefined)
    await music.undo({ what: 'deleted' })
  }
  const [row] = await parley.sql<{ salt: Buffer; restored: number; deleted: number }[]>`
    select e.salt, (select count(*)::int from conversations.event r where r.kind = 'restored' and r.target = e.seq and r.conversation_id = e.conversation_id) as restored,
      (select count(*)::int from conversations.event r where r.kind = 'deletion' and r.target = e.seq and r.conversation_id = e.conversation_id) as deleted
    from conversations.event e where e.id = ${id}`
  const restored = row?.restored
  assert.deepEqual(row?.salt, salt)
  assert.equal(row?.deleted, restored)
  const [recorded] = await parley.sql<{ undo: number; deletes: number }[]>`
    select count(*) filter (where kind = 'undo')::int as undo, count(*) filter (where kind = 'delete')::int as deletes from log.entry where app_id = ${music.app}`
  assert.deepEqual([recorded?.undo, recorded?.deletes], [restored, restored])
})

test('a delete by the person and a restore at once: the text is there for nobody, or for everybody', async () => {
  const music = await connect()
  for (let round = 0; round < 20; round++) {
    const id = await say(`round ${round}`)
    await music.remove(id)
    await Promise.all([
      ana.delete(`/api/conversations/${conversation}/messages/${id}`),
      music.undo({ what: 'deleted', conversation, message: id })
    ])
    const [row] = await parley.sql<{ body: string | null; kept: boolean }[]>`
      select e.body, k.seq is not null as kept from conversations.event e
      left join conversations.kept k on k.conversation_id = e.conversation_id and k.seq = e.seq where e.id = ${id}`
    assert.equal(row?.kept, false)
    // The person's own deletion is final in both orders.
    assert.equal(row?.body, null)
  }
})

test('restore(delete(x)) = x for every reader, whatever x is', async () => {
  const [music, reader] = [await connect(), await connect()]
  const word = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((text) => /\S/.test(text) && !text.includes('\u0000') && text.isWellFormed())
  const anyContent: fc.Arbitrary<Content> = fc.oneof(
    fc.record({ text: word }),
    fc.record({ card: fc.record({ type: fc.constant('song' as const), name: word, byArtist: word }) }),
    fc.record({
      text: word,
      card: fc.record({ type: fc.constant('link' as const), url: fc.constant('https://example.org/a') })
    })
  )
  const fresh = (await ana.post('/api/conversations', { kind: 'group', title: 'Property', people: [ben.id] })).body.id
  const here = async () => ({
    ana: await shownAll(ana),
    ben: await shownAll(ben),
    music: await music.read(fresh),
    reader: await reader.read(fresh)
  })
  const shownAll = async (person: TestPerson) =>
    (await person.get(`/api/conversations/${fresh}/events?limit=100`)).body.items.filter(
      (event: { kind: string }) => event.kind === 'message'
    )
  await fc.assert(
    fc.asyncProperty(anyContent, async (content) => {
      const sent = await ana.post(`/api/conversations/${fresh}/messages`, { clientId: newId(), ...content })
      assert.equal(sent.status, 201, JSON.stringify(sent.body))
      const { id } = sent.body
      const before = await here()
      await music.remove(id, fresh)
      assert.notDeepEqual(await here(), before)
      assert.equal((await music.undo({ what: 'deleted', conversation: fresh, message: id })).body.restored, 1)
      assert.deepEqual(await here(), before)
      await parley.sql`delete from conversations.event where conversation_id = ${fresh} and id = ${id}`
    }),
    { numRuns: 25 }
  )
})
