// Undoing an app: what it deleted comes back for 30 days, what it wrote is taken back, whole and once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Content } from '@parley/protocol/api/content.ts'
import type { PartnerMessagePage } from '@parley/protocol/api/partner.ts'
import { makeToken } from '@parley/world/test-token.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import fc from 'fast-check'
import { newId, newSecret } from '../base/random.ts'
import { pruneKept } from '../conversations/prune-kept.ts'
import { giveGrant } from './give-grant.ts'
import { registerApp } from './register-app.ts'
import { revokeGrant } from './revoke-grant.ts'

let parley: TestPlatform
let ana: TestPerson
let ben: TestPerson
let conversation: string
before(async () => {
  parley = await startTestPlatform({ limitFactor: 1000 })
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  await befriend(ana, ben)
  conversation = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => parley.close())

/** An app of its own for each test, which may do everything for Ana. */
const connect = async (person = ana) => {
  const clientId = `app-${newSecret(8)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, 'x')}`
  const name = `Music ${newSecret(6).replaceAll(/[^A-Za-z0-9]/g, 'x')}`
  const about = { name, owner: 'Tests', purpose: 'To test', purposeCode: 'dpv:RequestedServiceProvision' }
  const { id: app } = await registerApp(parley.sql, { ...about, clientId, client: {}, bearerAllowed: true })
  const { grant } = await giveGrant(parley, {
    person: person.id,
    app,
    answers: {
      actions: ['read', 'write', 'delete'],
      friends: false,
      where: 'all',
      conversations: [],
      messages: 'any',
      from: 'all_history',
      until: 'day'
    },
    consent: { text: 'shown', language: 'en', version: '1' }
  })
  const token = await makeToken(parley.sql, grant, clientId)
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': newSecret() })
    }
    const answer = await fetch(`${parley.url}/v1/${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) })
    })
    assert.ok(answer.ok, `${method} ${path}: ${answer.status}`)
    return (await answer.json()) as T
  }
  return {
    app,
    name,
    grant,
    write: async (text: string): Promise<string> =>
      (await ask<{ id: string }>('POST', `conversations/${conversation}/messages`, { text })).id,
    remove: (message: string, where = conversation) => ask('DELETE', `conversations/${where}/messages/${message}`),
    read: async (where = conversation) =>
      (await ask<PartnerMessagePage>('GET', `conversations/${where}/messages?limit=100`)).items,
    changes: (after?: string) =>
      ask<PartnerMessagePage>('GET', `changes?limit=100${after === undefined ? '' : `&after=${after}`}`),
    undo: (body: object, by = person) => by.post(`/api/apps/${app}/undo`, body),
    list: (query: string, by = person) => by.get(`/api/apps/${app}/undo?${query}`)
  }
}

const say = async (text: string, person = ana, where = conversation): Promise<string> =>
  (await person.post(`/api/conversations/${where}/messages`, { clientId: newId(), text })).body.id

const events = async (person: TestPerson, where = conversation) =>
  (await person.get(`/api/conversations/${where}/events?limit=100`)).body.items
const shown = async (person: TestPerson, id: string, where = conversation) =>
  (await events(person, where)).find((event: { id?: string }) => event.id === id)

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
  assert.equal((await shown(ben, id)).deleted.via.name, music.name)
  assert.equal(
    (await events(ben)).some((event: { text?: string }) => event.text === 'about the trip'),
    false
  )
  const list = (await music.list('what=deleted')).body
  assert.deepEqual(
    list.items.map((one: { message: string; excerpt: string }) => [one.message, one.excerpt]),
    [[id, 'about the trip']]
  )
  assert.ok(Math.abs(Date.parse(list.items[0].until) - Date.now() - 30 * 86_400_000) < 60_000)
  const done = await music.undo({ what: 'deleted', conversation, message: id })
  assert.deepEqual([done.status, done.body], [200, { restored: 1, takenBack: 0, conversations: 1, more: false }])
  for (const person of [ana, ben]) assert.deepEqual(await shown(person, id), before)
  assert.deepEqual(
    (await music.read()).find((one) => one.id === id),
    seenBefore
  )
  const [again] = await parley.sql`select body, salt, commitment from conversations.event where id = ${id}`
  assert.deepEqual(again, kept)
  const last = (await events(ben)).at(-1)
  assert.deepEqual(
    [last.kind, last.person, last.undid, last.target, last.text],
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
  assert.deepEqual(done.body, { restored: 0, takenBack: 2, conversations: 1, more: false })
  for (const id of ids) {
    const { deleted, text, via } = await shown(ben, id)
    assert.deepEqual(
      [deleted.by, deleted.via, deleted.takenBack, text, via.name],
      [ana.id, undefined, true, undefined, music.name]
    )
  }
  assert.equal((await shown(ben, mine)).text, 'mine stays')
  const [first, second] = (await events(ben)).slice(-2)
  assert.deepEqual([first.kind, first.takenBack, first.target, second.target], ['deletion', true, ...ids])
  assert.deepEqual((await music.undo({ what: 'written' })).body, {
    restored: 0,
    takenBack: 0,
    conversations: 0,
    more: false
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
  assert.deepEqual((await music.undo({ what: 'written' })).body, {
    restored: 0,
    takenBack: 1200,
    conversations: 1,
    more: false
  })
  assert.deepEqual(
    (await entries(music.app)).map(({ shared }) => JSON.parse(shared).n),
    [500, 500, 200]
  )
  const [gaps] = await parley.sql<{ n: number; last: number; in_row: number }[]>`
    select count(*)::int as n, max(e.seq)::int as last, max(c.last_seq)::int as in_row
    from conversations.event e join conversations.conversation c on c.id = e.conversation_id where c.id = ${conversation}`
  assert.deepEqual([gaps?.n, gaps?.in_row], [gaps?.last, gaps?.last])
})

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
  await parley.sql`select conversations.erase_person(${where}, ${dora.id})`
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
