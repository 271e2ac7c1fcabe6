// Undoing an app: what it deleted comes back for 30 days, what it wrote is taken back, whole and once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUpPerson } from '@parley/world/test-person.ts'
import { startUndoStage, type UndoStage } from '@parley/world/test-undo.ts'
import { newId } from '../base/random.ts'
import { pruneKept } from '../conversations/prune-kept.ts'
import { revokeGrant } from './revoke-grant.ts'

let { parley, ana, ben, conversation, connect, say, events, shown } = {} as UndoStage
before(async () => {
  ;({ parley, ana, ben, conversation, connect, say, events, shown } = await startUndoStage())
})
after(() => parley.close())

const entries = (app: string) => parley.sql<
  { shared: string; owner: string; parties: string[]; grant_id: string | null }[]
>`
  select shared, owner, parties, grant_id from log.entry where app_id = ${app} and kind = 'undo' order by id`

test('what an app deleted comes back for everybody as it was, at its place, and the conversation says so', async () => {
  const music = await connect()
  const id = await say('about the trip')
  const [before, seenBefore] = [await shown(ben, id), (await music.read()).find((one) => one.id === id)]
  const [kept] = await parley.sql<{ body: string; salt: Buffer; commitment: Buffer }[]>`
    select body, salt, commitment from conversations.event where id = ${id}`
  await music.remove(id)
  assert.equal((await shown(ben, id)).deleted?.via?.name, music.name)
  assert.equal(
    (await events(ben)).some((event) => event.text === 'about the trip'),
    false
  )
  const list = (await music.list('what=deleted')).body
  assert.deepEqual(
    list.items.map((one: { message: string; excerpt: string }) => [one.message, one.excerpt]),
    [[id, 'about the trip']]
  )
  assert.ok(Math.abs(Date.parse(list.items[0].until) - Date.now() - 30 * 86_400_000) < 60_000)
  const done = await music.undo({ what: 'deleted', conversation, message: id })
  const { receipts, ...undone } = done.body
  assert.deepEqual([done.status, undone], [200, { restored: 1, takenBack: 0, conversations: 1, more: false }])
  assert.equal(receipts.length, 1)
  for (const person of [ana, ben]) assert.deepEqual(await shown(person, id), before)
  assert.deepEqual(
    (await music.read()).find((one) => one.id === id),
    seenBefore
  )
  const [again] = await parley.sql`select body, salt, commitment from conversations.event where id = ${id}`
  assert.deepEqual(again, kept)
  const last = (await events(ben)).at(-1)
  assert.deepEqual(
    [last?.kind, last?.person, last?.undid, last?.target, last?.text],
    ['restored', ana.id, { app: music.app, name: music.name }, id, 'about the trip']
  )
  assert.deepEqual((await music.list('what=deleted')).body, { items: [] })
})

test('an undo is recorded for the members and the app, is no access, and stands in Activity', async () => {
  const music = await connect()
  const [one, two] = [await say('one'), await music.write('two')]
  await music.remove(one)
  await music.undo({ what: 'deleted' })
  await music.undo({ what: 'written' })
  const found = await entries(music.app)
  const lids = await parley.sql<
    { lid: string }[]
  >`select log.lid(i) as lid from unnest(${[ana.id, music.app]}::uuid[]) with ordinality x (i, o) order by o`
  const [who, app] = lids.map(({ lid }) => lid)
  assert.deepEqual(
    found.map(({ shared, owner }) => {
      const { id: _id, at: _at, ...rest } = JSON.parse(shared)
      const { items, ...ownerRest } = JSON.parse(owner)
      return [rest, ownerRest, items.map((item: unknown[]) => [item[0], item[3]])]
    }),
    [
      [{ v: 1, t: 'undo', app, who, conv: conversation, what: 'restore', n: 1 }, { who }, [[one, 0]]],
      [{ v: 1, t: 'undo', app, who, conv: conversation, what: 'take_back', n: 1 }, { who }, [[two, 1]]]
    ]
  )
  for (const { parties, grant_id } of found) {
    assert.deepEqual(parties.toSorted(), [ana.id, ben.id, music.app].toSorted())
    assert.equal(grant_id, null)
  }
  const { items } = (await ana.get(`/api/activity?app=${music.app}&limit=2`)).body
  assert.deepEqual(
    items.map((item: { kind: string; sentence: string }) => [item.kind, item.sentence]),
    [
      ['undo', `You took back 1 message that ${music.name} had written in your conversation with Ben.`],
      ['undo', `You restored 1 message that ${music.name} had deleted in your conversation with Ben.`]
    ]
  )
})

test('what an app wrote is taken back as a tombstone that says so, also after its permission has ended', async () => {
  const music = await connect()
  const ids = [await music.write('buy'), await music.write('now')]
  const mine = await say('mine stays')
  await revokeGrant(parley, ana.id, music.grant, 'revoked')
  const done = await music.undo({ what: 'written' })
  const { receipts, ...undone } = done.body
  assert.deepEqual(undone, { restored: 0, takenBack: 2, conversations: 1, more: false })
  assert.equal(receipts.length, 1)
  for (const id of ids) {
    const { deleted, text, via } = await shown(ben, id)
    assert.deepEqual(
      [deleted?.by, deleted?.via, deleted?.takenBack, text, via?.name],
      [ana.id, undefined, true, undefined, music.name]
    )
  }
  assert.equal((await shown(ben, mine)).text, 'mine stays')
  const [first, second] = (await events(ben)).slice(-2)
  assert.deepEqual([first?.kind, first?.takenBack, first?.target, second?.target], ['deletion', true, ...ids])
  assert.deepEqual((await music.undo({ what: 'written' })).body, {
    restored: 0,
    takenBack: 0,
    conversations: 0,
    more: false,
    receipts: []
  })
  assert.equal((await entries(music.app)).length, 1)
})

test('restoring twice changes nothing the second time', async () => {
  const music = await connect()
  const id = await say('once')
  await music.remove(id)
  const body = { what: 'deleted', conversation, message: id }
  assert.equal((await music.undo(body)).body.restored, 1)
  const before = await events(ben)
  const second = await music.undo(body)
  assert.deepEqual([second.status, second.body.restored], [200, 0])
  assert.deepEqual(await events(ben), before)
})

test('after 30 days nothing can be restored, before the sweep and after it', async () => {
  const music = await connect()
  const id = await say('too late')
  await music.remove(id)
  await parley.sql`update conversations.kept set until = clock_timestamp() where app_id = ${music.app}`
  const body = { what: 'deleted', conversation, message: id }
  assert.deepEqual((await music.list('what=deleted')).body, { items: [] })
  assert.deepEqual((await music.undo({ what: 'deleted' })).body.restored, 0)
  assert.equal((await music.undo(body)).body.code, 'undo_over')
  await pruneKept(parley.sql)
  assert.equal((await parley.sql`select from conversations.kept where app_id = ${music.app}`).length, 0)
  assert.equal((await music.undo(body)).body.code, 'undo_over')
})

test('a person’s own deletion keeps nothing, and takes what was kept', async () => {
  const music = await connect()
  const [own, theirs] = [await say('by myself'), await say('by the app')]
  await ana.delete(`/api/conversations/${conversation}/messages/${own}`)
  await music.remove(theirs)
  const kept = () =>
    parley.sql<
      { body: string }[]
    >`select body from conversations.kept where person_id = ${ana.id} and app_id = ${music.app}`
  assert.deepEqual(
    (await kept()).map(({ body }) => body),
    ['{"text":"by the app"}']
  )
  const before = await events(ben)
  await ana.delete(`/api/conversations/${conversation}/messages/${theirs}`)
  assert.deepEqual(await events(ben), before)
  assert.equal((await kept()).length, 0)
  assert.equal((await music.undo({ what: 'deleted', conversation, message: theirs })).body.code, 'undo_over')
})

test('nobody undoes for somebody else, and strangers learn nothing of it', async () => {
  const music = await connect()
  const id = await say('ana’s own')
  await music.remove(id)
  const body = { what: 'deleted', conversation, message: id }
  assert.equal((await music.undo(body, ben)).body.code, 'message_missing')
  assert.deepEqual((await music.undo({ what: 'deleted' }, ben)).body.restored, 0)
  assert.deepEqual((await music.list('what=deleted', ben)).body, { items: [] })
  const carl = await signUpPerson(parley, 'carl')
  assert.equal((await music.undo(body, carl)).body.code, 'message_missing')
  assert.equal((await ana.post(`/api/apps/${newId()}/undo`, { what: 'deleted' })).body.code, 'app_missing')
  assert.equal((await music.undo({ what: 'deleted', message: id })).body.code, 'invalid_request')
  assert.equal((await music.undo({ what: 'all' })).status, 400)
  assert.equal((await music.undo({ what: 'deleted', since: '0000-01-01T00:00:00Z' })).body.restored, 1)
})

test('a period takes only what the app did in it, and the list is paged', async () => {
  const music = await connect()
  const ids: string[] = []
  for (let i = 0; i < 5; i++) ids.push(await music.write(`song ${i}`))
  const days = [5, 4, 3, 2, 1]
  for (const [place, id] of ids.entries())
    await parley.sql`update conversations.event set at = clock_timestamp() - make_interval(days => ${days[place] ?? 0}) where id = ${id}`
  const listed: string[] = []
  let after = ''
  for (;;) {
    const { items, next } = (await music.list(`what=written&limit=2${after}`)).body
    listed.push(...items.map((item: { message: string }) => item.message))
    if (next === undefined) break
    after = `&after=${next}`
  }
  assert.deepEqual(listed, ids.toReversed())
  const ago = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString()
  assert.equal((await music.undo({ what: 'written', since: ago(4.5), until: ago(2.5) })).body.takenBack, 2)
  assert.deepEqual(
    (await music.list('what=written')).body.items.map((item: { message: string }) => item.message),
    [ids[4], ids[3], ids[0]]
  )
  assert.equal((await music.undo({ what: 'written', grant: newId() })).body.takenBack, 0)
  assert.equal((await music.undo({ what: 'written', grant: music.grant, since: ago(1.5) })).body.takenBack, 1)
})

test('a thousand messages go in steps, each with its entry, and the answer counts them all', async () => {
  const music = await connect()
  await parley.sql`
    select conversations.append_messages(array_fill(${conversation}::uuid, array[1200]), array_fill(${ana.id}::uuid, array[1200]),
      array(select gen_random_uuid() from generate_series(1, 1200)), array_fill('{"text":"x"}'::text, array[1200]),
      array_fill(null::uuid, array[1200]), array_fill(${music.app}::uuid, array[1200]), array_fill(${music.grant}::uuid, array[1200]))`
  const { receipts, ...undone } = (await music.undo({ what: 'written' })).body
  assert.deepEqual(undone, { restored: 0, takenBack: 1200, conversations: 1, more: false })
  assert.equal(receipts.length, 3)
  assert.deepEqual(
    (await entries(music.app)).map(({ shared }) => JSON.parse(shared).n),
    [500, 500, 200]
  )
  const [gaps] = await parley.sql<{ n: number; last: number; in_row: number }[]>`
    select count(*)::int as n, max(e.seq)::int as last, max(c.last_seq)::int as in_row
    from conversations.event e join conversations.conversation c on c.id = e.conversation_id where c.id = ${conversation}`
  assert.deepEqual([gaps?.n, gaps?.in_row], [gaps?.last, gaps?.last])
})
