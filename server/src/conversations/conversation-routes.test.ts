// Conversations over HTTP: opening, sending, deleting, reading, groups.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { newId } from '../base/random.ts'

let parley: TestPlatform
let ana: TestPerson
let ben: TestPerson
let cleo: TestPerson
let direct: string
before(async () => {
  parley = await startTestPlatform()
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  cleo = await signUpPerson(parley, 'cleo')
  await befriend(ana, ben)
  await befriend(ana, cleo)
  direct = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(() => parley.close())

const say = (person: TestPerson, conversation: string, text: string, more: object = {}) =>
  person.post(`/api/conversations/${conversation}/messages`, { clientId: newId(), text, ...more })
const eventsOf = async (person: TestPerson, conversation: string, query = '') =>
  (await person.get(`/api/conversations/${conversation}/events${query}`)).body
const group = async (title: string, ...people: TestPerson[]): Promise<string> => {
  const { status, body } = await ana.post('/api/conversations', {
    kind: 'group',
    title,
    people: people.map((p) => p.id)
  })
  assert.equal(status, 201)
  return body.id
}

test('two friends have one direct conversation, whoever opens it, also at once', async () => {
  const dan = await signUpPerson(parley, 'dan')
  await befriend(ana, dan)
  const answers = await Promise.all(
    [ana, dan, ana, dan].map((person) =>
      person.post('/api/conversations', { kind: 'direct', person: person === ana ? dan.id : ana.id })
    )
  )
  assert.deepEqual(answers.map((a) => a.status).toSorted(), [200, 200, 200, 201])
  assert.equal(new Set(answers.map((a) => a.body.id)).size, 1)
})

test('a conversation can be opened with friends only, and not with oneself', async () => {
  for (const [person, body, code] of [
    [ben, { kind: 'direct', person: cleo.id }, 'not_friends'],
    [ben, { kind: 'direct', person: newId() }, 'not_friends'],
    [ben, { kind: 'direct', person: ben.id }, 'yourself'],
    [ben, { kind: 'group', title: 'Trip', people: [ana.id, cleo.id] }, 'not_friends'],
    [ben, { kind: 'group', title: 'Trip', people: [ben.id] }, 'yourself'],
    [ben, { kind: 'group', title: ' ', people: [ana.id] }, 'invalid_request'],
    [ben, { kind: 'group', title: 'a\u202eb', people: [ana.id] }, 'invalid_text'],
    [ben, { kind: 'direct', person: ana.id, title: 'x' }, 'invalid_request']
  ] as const) {
    const answer = await person.post('/api/conversations', body)
    assert.equal(answer.body.code, code)
  }
  assert.equal((await ask(parley.url, '', 'GET', '/api/conversations')).status, 401)
})

test('who is not in a conversation cannot tell it from one that does not exist', async () => {
  for (const id of [direct, newId()]) {
    for (const answer of await Promise.all([
      cleo.get(`/api/conversations/${id}`),
      cleo.get(`/api/conversations/${id}/events`),
      say(cleo, id, 'hello'),
      cleo.delete(`/api/conversations/${id}/messages/${newId()}`),
      cleo.put(`/api/conversations/${id}/read`, { seq: 1 }),
      cleo.post(`/api/conversations/${id}/members`, { people: [ana.id] }),
      cleo.delete(`/api/conversations/${id}/members/me`),
      cleo.put(`/api/conversations/${id}/title`, { title: 'Mine' })
    ])) {
      assert.deepEqual([answer.status, answer.body.code], [404, 'conversation_missing'])
    }
  }
})

test('a message is stored once per client id, and a repeat answers with the first result, also after it was deleted', async () => {
  const clientId = newId()
  const path = `/api/conversations/${direct}/messages`
  const first = await ana.post(path, { clientId, text: 'Have you heard this?' })
  assert.equal(first.status, 201)
  assert.equal(first.body.id, clientId)
  assert.deepEqual((await ana.post(path, { clientId, text: 'Have you heard this?' })).body, first.body)
  assert.equal((await ana.post(path, { clientId, text: 'Something else' })).body.code, 'id_reused')
  assert.equal((await ben.post(path, { clientId, text: 'Have you heard this?' })).body.code, 'id_reused')
  assert.equal((await ana.delete(`${path}/${clientId}`)).status, 204)
  assert.deepEqual((await ana.post(path, { clientId, text: 'Have you heard this?' })).body, first.body)
  assert.equal((await ben.post(path, { clientId, text: 'Have you heard this?' })).body.code, 'id_reused')
})

test('a card comes back with the fields it was sent with, and is stored with its fields in order', async () => {
  const card = { url: 'https://example.org/s', name: 'Blue Train', type: 'song', byArtist: 'John Coltrane' }
  const sent = await ana.post(`/api/conversations/${direct}/messages`, { clientId: newId(), card, text: 'listen' })
  assert.equal(sent.status, 201)
  const { items } = await eventsOf(ben, direct)
  assert.deepEqual(items.at(-1).card, card)
  const [row] = await parley.sql`select body from conversations.event where id = ${sent.body.id}`
  assert.equal(
    row?.['body'],
    '{"card":{"byArtist":"John Coltrane","name":"Blue Train","type":"song","url":"https://example.org/s"},"text":"listen"}'
  )
})

test('a reply names the message that it answers; a target that is not there is refused', async () => {
  const asked = await say(ana, direct, 'Coming?')
  const reply = await say(ben, direct, 'Yes', { replyTo: asked.body.id })
  assert.equal(reply.status, 201)
  const { items } = await eventsOf(ana, direct)
  assert.equal(items.at(-1).replyTo, asked.body.id)
  assert.equal((await say(ben, direct, 'Yes', { replyTo: newId() })).body.code, 'reply_target_missing')
  const elsewhere = await say(ana, await group('Elsewhere', ben), 'Other room')
  assert.equal((await say(ben, direct, 'Yes', { replyTo: elsewhere.body.id })).body.code, 'reply_target_missing')
})

test('only the sender deletes a message, for everyone, and a tombstone says who did', async () => {
  const { body: sent } = await say(ana, direct, 'Wrong window')
  const path = `/api/conversations/${direct}/messages/${sent.id}`
  assert.equal((await ben.delete(path)).body.code, 'not_sender')
  assert.equal((await ana.delete(path)).status, 204)
  assert.equal((await ana.delete(path)).status, 204)
  assert.equal((await ana.delete(`/api/conversations/${direct}/messages/${newId()}`)).body.code, 'message_missing')
  const { items } = await eventsOf(ben, direct)
  const [message, deletion] = items.slice(-2)
  assert.deepEqual(Object.keys(message), ['kind', 'seq', 'id', 'at', 'person', 'deleted'])
  assert.equal(message.deleted.by, ana.id)
  assert.deepEqual([deletion.kind, deletion.person, deletion.target], ['deletion', ana.id, sent.id])
  const [row] = await parley.sql`select body, salt, commitment from conversations.event where id = ${sent.id}`
  assert.deepEqual([row?.['body'], row?.['salt'], row?.['commitment'].length], [null, null, 32])
})

test('a message that an app wrote or deleted says so by the name of the app', async () => {
  const app = newId()
  const other = newId()
  await parley.sql`select conversations.label_app(${app}, 'Tuns'), conversations.label_app(${app}, 'Tunes')`
  const id = newId()
  await parley.sql`select * from conversations.append_messages(array[${direct}]::uuid[], array[${ana.id}]::uuid[],
    array[${id}]::uuid[], array['{"text":"from Tunes"}'], array[null]::uuid[], array[${app}]::uuid[], array[${newId()}]::uuid[])`
  assert.deepEqual((await eventsOf(ben, direct)).items.at(-1).via, { app, name: 'Tunes' })
  await parley.sql`select * from conversations.delete_message(${direct}, ${id}, ${ana.id}, ${other}, ${newId()})`
  const { items } = await eventsOf(ben, direct)
  assert.deepEqual(items.at(-2).deleted.via, { app: other, name: 'an app' })
  assert.deepEqual(items.at(-1).via, { app: other, name: 'an app' })
})

test('a direct conversation of two who are no longer friends stays readable and takes no message', async () => {
  const fay = await signUpPerson(parley, 'fay')
  await befriend(ana, fay)
  const id = (await ana.post('/api/conversations', { kind: 'direct', person: fay.id })).body.id
  await say(ana, id, 'Bye')
  await fay.put(`/api/blocks/${ana.id}`)
  for (const person of [ana, fay]) {
    assert.equal((await say(person, id, 'Still there?')).body.code, 'not_friends')
    assert.equal((await person.get(`/api/conversations/${id}`)).body.maySend, false)
    assert.equal((await eventsOf(person, id)).items.length, 1)
    const other = person === ana ? fay : ana
    assert.equal((await person.post('/api/conversations', { kind: 'direct', person: other.id })).status, 200)
  }
})

test('who joins a group sees what comes after, from the notice of joining on; who left sees nothing', async () => {
  const id = await group('Hiking', ben)
  const { body: early } = await say(ben, id, 'Before Cleo')
  const add = (person: TestPerson, ...people: TestPerson[]) =>
    person.post(`/api/conversations/${id}/members`, { people: people.map((p) => p.id) })
  assert.equal((await add(ben, cleo)).body.code, 'not_friends')
  assert.equal((await add(ana, cleo, ben)).status, 204)
  assert.equal((await add(ana, cleo)).status, 204)
  await say(ben, id, 'After Cleo')
  const { items } = await eventsOf(cleo, id)
  assert.deepEqual(
    items.map((event: { kind: string; seq: number }) => [event.kind, event.seq]),
    [
      ['joined', 2],
      ['message', 3]
    ]
  )
  assert.deepEqual(items[0].subject, { id: cleo.id, handle: 'cleo', name: 'Cleo' })
  assert.equal(items[0].person, ana.id)
  assert.equal((await cleo.get(`/api/conversations/${id}`)).body.unread, 1)
  assert.equal((await say(cleo, id, 'About that', { replyTo: early.id })).body.code, 'reply_target_missing')
  assert.equal((await cleo.delete(`/api/conversations/${id}/members/me`)).status, 204)
  assert.equal((await cleo.get(`/api/conversations/${id}`)).body.code, 'conversation_missing')
  assert.equal((await eventsOf(cleo, id)).code, 'conversation_missing')
  assert.equal((await say(cleo, id, 'Hello?')).body.code, 'conversation_missing')
  assert.equal((await eventsOf(ben, id)).items.at(-1).kind, 'left')
  await say(ben, id, 'While Cleo is away')
  assert.equal((await add(ana, cleo)).status, 204)
  assert.deepEqual(
    (await eventsOf(cleo, id)).items.map((event: { seq: number }) => event.seq),
    [6]
  )
})

test('a direct conversation cannot be left, named or joined', async () => {
  for (const answer of [
    await ana.delete(`/api/conversations/${direct}/members/me`),
    await ana.put(`/api/conversations/${direct}/title`, { title: 'Us' }),
    await ana.post(`/api/conversations/${direct}/members`, { people: [cleo.id] })
  ])
    assert.equal(answer.body.code, 'not_group')
})

test('a group takes 50 members and no more, also when two add at once', async () => {
  const id = await group('Full', ben)
  const crowd = Array.from({ length: 49 }, (_, n) => ({ id: newId(), handle: `crowd_${n}`, name: `Crowd ${n}` }))
  await parley.sql`insert into people.person ${parley.sql(crowd.map((p) => ({ ...p, created_at: new Date() })))}`
  for (const friend of crowd)
    await parley.sql`insert into people.friendship (low_id, high_id, since)
      values (least(${ana.id}::uuid, ${friend.id}::uuid), greatest(${ana.id}::uuid, ${friend.id}::uuid), now())`
  const add = (people: { id: string }[]) =>
    ana.post(`/api/conversations/${id}/members`, { people: people.map((p) => p.id) })
  const answers = await Promise.all([add(crowd.slice(0, 30)), add(crowd.slice(19))])
  assert.deepEqual(answers.map((a) => a.status).toSorted(), [204, 422])
  assert.equal(answers.find((a) => a.status === 422)?.body.code, 'group_full')
})

test('a title is changed by a member and leaves an event; the same title leaves none', async () => {
  const id = await group('Old', ben)
  for (const title of ['  New   name ', 'New name'])
    assert.equal((await ben.put(`/api/conversations/${id}/title`, { title })).status, 204)
  const { items } = await eventsOf(ana, id)
  assert.deepEqual(
    items.map((e: { kind: string; title: string; person: string }) => [e.kind, e.title, e.person]),
    [['titled', 'New name', ben.id]]
  )
  assert.equal((await ana.get(`/api/conversations/${id}`)).body.title, 'New name')
})

test('a person sends 60 messages in a burst and is then slowed down; others are not', async () => {
  const gus = await signUpPerson(parley, 'gus')
  await befriend(ana, gus)
  const id = (await gus.post('/api/conversations', { kind: 'direct', person: ana.id })).body.id
  const answers = await Promise.all(Array.from({ length: 80 }, (_, n) => say(gus, id, `flood ${n}`)))
  const refused = answers.filter((a) => a.status === 429)
  assert.ok(refused.length >= 15 && refused.length <= 19, `${refused.length} refused`)
  assert.ok(Number(refused[0]!.headers.get('retry-after')) >= 1)
  assert.equal((await say(ana, id, 'Calm')).status, 201)
})

test('bad messages are refused with a reason and store nothing', async () => {
  const before = (await ana.get(`/api/conversations/${direct}`)).body.lastSeq
  const raw = async (body: string | Uint8Array) => {
    const answer = await fetch(`${parley.url}/api/conversations/${direct}/messages`, {
      method: 'POST',
      headers: { cookie: ana.cookie, 'content-type': 'application/json' },
      body: body as string
    })
    return [answer.status, ((await answer.json()) as { code: string }).code]
  }
  const clientId = newId()
  const text = (value: unknown) => JSON.stringify({ clientId, text: value })
  const badUtf8 = Buffer.concat([
    Buffer.from(`{"clientId":"${clientId}","text":"`),
    Buffer.from([0xc3, 0x28]),
    Buffer.from('"}')
  ])
  const cases: [string | Uint8Array, number, string][] = [
    [text('a\u0000b'), 400, 'invalid_text'],
    [`{"clientId":"${clientId}","text":"\\ud800"}`, 400, 'invalid_text'],
    [badUtf8, 400, 'invalid_text'],
    [text('x'.repeat(4001)), 400, 'invalid_request'],
    [text('x'.repeat(70_000)), 413, 'body_too_large'],
    [text(`e${'\u0301'.repeat(500_000)}`), 413, 'body_too_large'],
    [text(`e${'\u0301'.repeat(4000)}`), 400, 'invalid_request'],
    [text(' \n\t '), 400, 'invalid_request'],
    [text(''), 400, 'invalid_request'],
    [text(7), 400, 'invalid_request'],
    [JSON.stringify({ clientId }), 400, 'invalid_request'],
    [JSON.stringify({ clientId, replyTo: newId() }), 400, 'invalid_request'],
    [JSON.stringify({ clientId, text: 'x', sender: ben.id }), 400, 'invalid_request'],
    [JSON.stringify({ clientId, card: { type: 'song', name: 'x' } }), 400, 'invalid_request'],
    [JSON.stringify({ clientId, card: { type: 'link', url: 'javascript:alert(1)' } }), 400, 'invalid_request'],
    ['{"clientId":', 400, 'invalid_request'],
    ['{"__proto__":{"text":"x"}}', 400, 'invalid_request']
  ]
  for (const [body, status, code] of cases) assert.deepEqual(await raw(body), [status, code], String(body).slice(0, 80))
  assert.equal((await ana.get(`/api/conversations/${direct}`)).body.lastSeq, before)
  for (const good of ['\u202eabc', '😀'.repeat(2000), `e${'\u0301'.repeat(3999)}`]) {
    const { body } = await ana.post(`/api/conversations/${direct}/messages`, { clientId: newId(), text: good })
    const { items } = await eventsOf(ben, direct, `?after=${body.seq - 1}`)
    assert.equal(items[0].text, good)
  }
})
