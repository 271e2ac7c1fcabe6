// The live socket: who may open it, what it carries, how it ends.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openLive, TestLive } from '@parley/world/test-live.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { newId } from '../base/random.ts'
import { startSession } from '../people/start-session.ts'

let parley: TestPlatform
let ana: TestPerson
let ben: TestPerson
let cleo: TestPerson
let direct: string
const open: TestLive[] = []
const live = async (person: { cookie: string }, position?: TestLive['position']): Promise<TestLive> => {
  const socket = await openLive(parley.url, person, position)
  open.push(socket)
  return socket
}
before(async () => {
  parley = await startTestPlatform()
  ana = await signUpPerson(parley, 'ana')
  ben = await signUpPerson(parley, 'ben')
  cleo = await signUpPerson(parley, 'cleo')
  await befriend(ana, ben)
  await befriend(ana, cleo)
  direct = (await ana.post('/api/conversations', { kind: 'direct', person: ben.id })).body.id
})
after(async () => {
  for (const socket of open) socket.close()
  await parley.close()
})

const say = (person: TestPerson, conversation: string, text: string) =>
  person.post(`/api/conversations/${conversation}/messages`, { clientId: newId(), text })
const group = async (...people: TestPerson[]): Promise<string> =>
  (await ana.post('/api/conversations', { kind: 'group', title: 'Group', people: people.map((p) => p.id) })).body.id
const seqs = (socket: TestLive, conversation: string) => socket.events(conversation).map((event) => event.seq)
const arrives = async (socket: TestLive, conversation: string, seq: number): Promise<void> => {
  await socket.until(
    (f) => f.type === 'events' && f.conversation === conversation && f.events.some((e) => e.seq === seq)
  )
}

test('a socket is refused without a session, from another site, for another host, and elsewhere', async () => {
  const refused = async (headers: Record<string, string>, url = parley.url): Promise<number> => {
    const socket = new TestLive(url, { cookie: '' }, undefined, headers)
    const [, answer] = (await once(socket.ws, 'unexpected-response')) as [unknown, { statusCode: number }]
    socket.close()
    return answer.statusCode
  }
  const { cookie } = ana
  assert.equal(await refused({}), 401)
  assert.equal(await refused({ cookie: 'parley_session=guess' }), 401)
  assert.equal(await refused({ cookie, origin: 'https://evil.example' }), 403)
  assert.equal(await refused({ cookie, origin: 'null' }), 403)
  assert.equal(await refused({ cookie, origin: '' }), 403)
  assert.equal(await refused({ cookie, host: 'evil.example' }), 421)
  assert.equal((await ana.get('/api/live')).status, 404)
})

test('a message sent on the socket is answered, and reaches every socket of both people once', async () => {
  const [one, two, bens] = await Promise.all([live(ana), live(ana), live(ben)])
  const clientId = newId()
  one.send({
    type: 'send',
    ref: 7,
    conversation: direct,
    clientId,
    text: 'Hello',
    card: { type: 'film', name: 'Alien' }
  })
  const sent = await one.until((frame) => frame.type === 'sent')
  const { seq, at } = sent as { seq: number; at: string }
  assert.deepEqual(sent, { type: 'sent', ref: 7, id: clientId, seq, at })
  const { items } = (await ben.get(`/api/conversations/${direct}/events?after=${seq - 1}`)).body
  for (const socket of [one, two, bens]) {
    await arrives(socket, direct, seq)
    assert.deepEqual(socket.events(direct), items)
  }
  one.send({
    type: 'send',
    ref: 8,
    conversation: direct,
    clientId,
    text: 'Hello',
    card: { type: 'film', name: 'Alien' }
  })
  assert.deepEqual(await one.until((f) => f.type === 'sent' && f.ref === 8), { ...sent, ref: 8 })
  const { body } = await say(ben, direct, 'Hi')
  for (const socket of [one, two, bens]) {
    await arrives(socket, direct, body.seq)
    assert.deepEqual(seqs(socket, direct), [seq, body.seq])
  }
})

test('what is refused says why under its ref, and the socket stays open', async () => {
  const socket = await live(ana)
  const clientId = newId()
  const send = { type: 'send', conversation: direct, clientId, text: 'x' }
  const cases: [object | string | Buffer, string][] = [
    [{ ...send, ref: 1, conversation: newId() }, 'conversation_missing'],
    [{ ...send, ref: 2, replyTo: newId() }, 'reply_target_missing'],
    [{ ...send, ref: 3, text: 'x'.repeat(4001) }, 'invalid_request'],
    [{ ...send, ref: 4, text: ' ' }, 'invalid_request'],
    [{ ...send, ref: 5, sender: ben.id }, 'invalid_request'],
    [{ type: 'send', ref: 6, conversation: direct, clientId }, 'invalid_request'],
    [`{"type":"send","ref":7,"conversation":"${direct}","clientId":"${clientId}","text":"\\ud83d"}`, 'invalid_text'],
    [`{"type":"send","ref":8,"conversation":"${direct}","clientId":"${clientId}","text":"a\\u0000"}`, 'invalid_text'],
    [{ type: 'resume' }, 'invalid_request'],
    [{ type: 'dance', ref: 9 }, 'invalid_request'],
    [{ type: 'constructor', ref: 10 }, 'invalid_request'],
    [[1, 2], 'invalid_request'],
    ['{"type":', 'invalid_request'],
    ['{"__proto__":1}', 'invalid_request'],
    ['', 'invalid_request'],
    ['null', 'invalid_request'],
    [Buffer.from([1, 2, 3]), 'invalid_request'],
    [{ type: 'read', conversation: newId(), seq: 1 }, 'conversation_missing'],
    [{ type: 'read', conversation: direct, seq: 0 }, 'invalid_request']
  ]
  for (const [frame, code] of cases) {
    socket.frames.length = 0
    if (typeof frame === 'string' || Buffer.isBuffer(frame)) socket.ws.send(frame)
    else socket.send(frame)
    const refused = (await socket.until((f) => f.type === 'refused')) as { code: string; ref?: number; title: string }
    assert.equal(refused.code, code, JSON.stringify(frame))
    assert.ok(refused.title)
    const ref = typeof frame === 'object' && 'ref' in frame ? frame.ref : undefined
    if (ref !== undefined) assert.equal(refused.ref, ref)
  }
  socket.send({ ...send, ref: 11 })
  await socket.until((f) => f.type === 'sent' && f.ref === 11)
})

test('bad UTF-8 and frames beyond the limit close the socket', async () => {
  const [one, two] = [await live(ana), await live(ana)]
  one.ws.send(Buffer.from([0x7b, 0xc3, 0x28]), { binary: false })
  assert.equal((await one.closed).code, 1007)
  two.ws.send('x'.repeat(300_000))
  assert.equal((await two.closed).code, 1009)
})

test('a flood of frames closes the socket; the person can come back', async () => {
  const flood = await signUpPerson(parley, 'flood')
  const socket = await live(flood)
  for (let n = 0; n < 1300; n++) socket.ws.send('{"type":"dance"}')
  assert.equal((await socket.closed).code, 1008)
})

test('a socket that does not resume first is told so', async () => {
  const socket = new TestLive(parley.url, ana)
  open.push(socket)
  await once(socket.ws, 'open')
  socket.send({ type: 'read', conversation: direct, seq: 1 })
  await socket.until((frame) => frame.type === 'refused' && frame.code === 'invalid_request')
  await socket.resume()
})

test('a cursor that the server did not give is refused, and the client may start from now on the same socket', async () => {
  const socket = new TestLive(parley.url, ana)
  open.push(socket)
  await once(socket.ws, 'open')
  for (const cursor of ['', 'X!', '5.1.0.0', '1.1.1', `${(2 ** 40).toString(36)}.0`, 'a'.repeat(4000)]) {
    socket.frames.length = 0
    socket.send({ type: 'resume', cursor })
    await socket.until((frame) => frame.type === 'refused' && frame.code === 'invalid_cursor')
  }
  await socket.resume()
})

test('ending a session closes its sockets at once, and only those', async () => {
  const { session, token } = await startSession(parley.sql, ana.id, 'phone')
  const other = { cookie: `parley_session=${token}` }
  const [mine, theirs] = [await live(ana), await live(other)]
  assert.equal((await ana.delete(`/api/sessions/${session}`)).status, 204)
  assert.equal((await theirs.closed).code, 4401)
  await say(ben, direct, 'Still there?')
  await mine.until((frame) => frame.type === 'events')
  const dan = await signUpPerson(parley, 'dan')
  const dans = await live(dan)
  await dan.post('/api/sign-out')
  assert.equal((await dans.closed).code, 4401)
})

test('reading in one window is told to the other ones', async () => {
  const [one, two] = [await live(ana), await live(ana)]
  const { body } = await say(ben, direct, 'Read me')
  one.send({ type: 'read', conversation: direct, seq: body.seq })
  assert.deepEqual(await two.until((f) => f.type === 'read'), { type: 'read', conversation: direct, seq: body.seq })
  const next = await say(ben, direct, 'And me')
  await ana.put(`/api/conversations/${direct}/read`, { seq: next.body.seq })
  for (const socket of [one, two]) await socket.until((f) => f.type === 'read' && f.seq === next.body.seq)
  assert.equal(one.frames.filter((f) => f.type === 'read').length, 1)
})

test('lists that change are told', async () => {
  const socket = await live(cleo)
  parley.bus.publish({ topic: 'person', person: cleo.id, changed: 'grants' })
  await socket.until((f) => f.type === 'changed' && f.what === 'grants')
  await group(cleo)
  await socket.until((f) => f.type === 'changed' && f.what === 'conversations')
})

test('events that others commit arrive too: deletions, titles, what an app wrote', async () => {
  const socket = await live(ben)
  const { body } = await say(ana, direct, 'Gone soon')
  await ana.delete(`/api/conversations/${direct}/messages/${body.id}`)
  await arrives(socket, direct, body.seq + 1)
  assert.deepEqual(
    socket.events(direct).map((event) => event.kind),
    ['message', 'deletion']
  )
  const app = newId()
  await parley.sql`select conversations.label_app(${app}, 'Tunes')`
  const append = () => parley.sql`
    select * from conversations.append_messages(array[${direct}]::uuid[], array[${ana.id}]::uuid[],
      array[${newId()}]::uuid[], array['{"text":"song"}'], array[null]::uuid[], array[${app}]::uuid[], array[${newId()}]::uuid[])`
  await append()
  parley.bus.publish({ topic: 'events', conversation: direct })
  await arrives(socket, direct, body.seq + 2)
  assert.deepEqual((socket.events(direct).at(-1) as { via?: unknown }).via, { app, name: 'Tunes' })
  // An event of which no nudge came is found when the next one arrives.
  await append()
  await say(ana, direct, 'After the app')
  await arrives(socket, direct, body.seq + 4)
  assert.deepEqual(
    seqs(socket, direct),
    [0, 1, 2, 3, 4].map((n) => body.seq + n)
  )
})

test('who opens, joins or leaves sees exactly what they may, on sockets that were open before', async () => {
  const [anas, bens, cleos] = [await live(ana), await live(ben), await live(cleo)]
  const id = await group(ben)
  await say(ana, id, 'one')
  await ana.post(`/api/conversations/${id}/members`, { people: [cleo.id] })
  await say(ben, id, 'three')
  await cleo.delete(`/api/conversations/${id}/members/me`)
  await say(ben, id, 'five')
  await ana.post(`/api/conversations/${id}/members`, { people: [cleo.id] })
  await say(ben, id, 'seven')
  for (const socket of [anas, bens, cleos]) await arrives(socket, id, 7)
  assert.deepEqual(seqs(anas, id), [1, 2, 3, 4, 5, 6, 7])
  assert.deepEqual(seqs(bens, id), [1, 2, 3, 4, 5, 6, 7])
  assert.deepEqual(seqs(cleos, id), [2, 3, 6, 7])
})

test('a client that was away gets what it missed, in order, and nothing twice', async () => {
  const id = await group(ben, cleo)
  const first = await live(ben)
  await say(ana, id, 'seen')
  await arrives(first, id, 1)
  first.close()
  for (let n = 0; n < 5; n++) await say(ana, id, `missed ${n}`)
  const second = await live(ben, first.position)
  assert.deepEqual(seqs(second, id), [2, 3, 4, 5, 6])
  await say(ana, id, 'live again')
  await arrives(second, id, 7)
  // An older cursor without `have` repeats what it does not know of.
  const third = await live(ben, { ...second.position, have: {} })
  assert.deepEqual(seqs(third, id), [7])
})

test('a slow reader is cut off, costs little memory, and misses nothing when it comes back', async () => {
  const big = 'x'.repeat(4000)
  const id = await group(ben)
  const slow = await live(ben)
  slow.ws.pause()
  const count = 4000
  for (let n = 0; n < count; n += 100) {
    await parley.sql`select * from conversations.append_messages(
      array_fill(${id}::uuid, array[100]), array_fill(${ana.id}::uuid, array[100]),
      array(select gen_random_uuid() from generate_series(1, 100)),
      array_fill(${JSON.stringify({ text: big })}::text, array[100]), array_fill(null::uuid, array[100]), null, null)`
    parley.bus.publish({ topic: 'events', conversation: id })
    await sleep(10)
  }
  slow.ws.resume()
  const { code } = await slow.closed
  assert.ok([1013, 1006].includes(code), `closed with ${code}`)
  const got = seqs(slow, id)
  assert.ok(got.length < count)
  const back = await live(ben, slow.position)
  assert.deepEqual(
    [...got, ...seqs(back, id)],
    Array.from({ length: count }, (_, n) => n + 1)
  )
})
