// None missed, none twice: whatever people, apps and connections do, each client sees each event once and in order.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import type { ServerFrame } from '@parley/protocol/api/live.ts'
import { openLive, type Position, TestLive } from '@parley/world/test-live.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { newId } from '../base/random.ts'
import { closeCodes } from './connection.ts'

let parley: TestPlatform
let people: TestPerson[]
before(async () => {
  parley = await startTestPlatform({ limitFactor: 100_000, poolSize: 10 })
  people = []
  for (const handle of ['ana', 'ben', 'cleo', 'dan']) people.push(await signUpPerson(parley, handle))
  for (const [n, a] of people.entries()) for (const b of people.slice(n + 1)) await befriend(a, b)
})
after(() => parley.close())

type Log = Map<string, number[]>

// One client of one person. A lost connection is lost after any frame: what came later, the client has not seen.
class Client {
  readonly person: TestPerson
  position: Position = { have: {} }
  log: Log = new Map()
  socket: TestLive | undefined
  work: Promise<void> = Promise.resolve()

  constructor(person: TestPerson) {
    this.person = person
  }

  then(step: () => Promise<void>): void {
    this.work = this.work.then(step)
  }

  async connect(): Promise<void> {
    while (!this.socket) {
      const socket = new TestLive(parley.url, this.person, structuredClone(this.position))
      try {
        this.socket = await socket.resume()
      } catch (error) {
        // The server may start a socket over while it resumes.
        if (socket.ws.readyState !== socket.ws.CLOSED || (await socket.closed).code !== closeCodes.again) throw error
      }
    }
  }

  /** The last seq that this client has, here or in its open socket. */
  top(conversation: string): number {
    return this.socket?.events(conversation).at(-1)?.seq ?? this.log.get(conversation)?.at(-1) ?? 0
  }

  // seen: the share of the frames of this socket that the client takes with it, 0 to 1.
  async lose(seen: number): Promise<void> {
    const socket = this.socket
    if (!socket) return
    this.socket = undefined
    socket.close()
    await socket.closed
    // Without a first cursor there is no place to come back to.
    const least = this.position.cursor === undefined ? socket.frames.findIndex((f) => f.type === 'ready') + 1 : 0
    for (const frame of socket.frames.slice(0, Math.max(least, Math.ceil(socket.frames.length * seen))))
      this.#take(frame)
  }

  #take(frame: ServerFrame): void {
    if (frame.type === 'ready') this.position = { cursor: frame.cursor, have: {} }
    if (frame.type !== 'events') return
    this.position.have[frame.conversation] = frame.events.at(-1)!.seq
    const log = this.log.get(frame.conversation) ?? []
    this.log.set(frame.conversation, [...log, ...frame.events.map((event) => event.seq)])
  }
}

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('send' as const), who: fc.nat(3), where: fc.nat(3), how: fc.nat(2) })
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), who: fc.nat(3), which: fc.nat(40) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const), who: fc.nat(3), others: fc.nat(7) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('add' as const), who: fc.nat(3), where: fc.nat(3), whom: fc.nat(3) })
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const), who: fc.nat(3), where: fc.nat(3) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('lose' as const),
      client: fc.nat(5),
      seen: fc.double({ min: 0, max: 1, noNaN: true }),
      away: fc.nat(15)
    })
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pause' as const), ms: fc.nat(8) }) }
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

class World {
  readonly conversations: string[] = []
  readonly sent: { person: TestPerson; conversation: string; id: string }[] = []
  readonly clients = [0, 1, 2, 3, 0, 1].map((n) => new Client(people[n]!))

  async open(person: TestPerson, others: TestPerson[]): Promise<void> {
    const { status, body } = await person.post('/api/conversations', {
      kind: 'group',
      title: 'Group',
      people: others.map((p) => p.id)
    })
    assert.equal(status, 201)
    this.conversations.push(body.id)
  }

  async send(person: TestPerson, conversation: string, how: number): Promise<void> {
    const id = newId()
    this.sent.push({ person, conversation, id })
    const live = this.clients.find((client) => client.person === person)?.socket
    if (how === 0 && live?.ws.readyState === 1)
      live.send({ type: 'send', ref: 1, conversation, clientId: id, text: 'by socket' })
    else if (how === 1) {
      await parley.sql`select * from conversations.append_messages(array[${conversation}]::uuid[], array[${person.id}]::uuid[],
        array[${id}]::uuid[], array['{"text":"by an app"}'], array[null]::uuid[], array[${newId()}]::uuid[], array[${newId()}]::uuid[])`
      parley.bus.publish({ topic: 'events', conversation })
    } else await person.post(`/api/conversations/${conversation}/messages`, { clientId: id, text: 'by HTTP' })
  }

  run(s: Step): Promise<unknown> | undefined {
    const where = 'where' in s ? this.conversations.at(-1 - (s.where % this.conversations.length))! : ''
    const who = 'who' in s ? people[s.who]! : people[0]!
    switch (s.do) {
      case 'send':
        return this.send(who, where, s.how)
      case 'delete': {
        const one = this.sent[s.which % Math.max(1, this.sent.length)]
        return one && one.person.delete(`/api/conversations/${one.conversation}/messages/${one.id}`)
      }
      case 'open': {
        const others = people.filter((p, n) => p !== who && (s.others >> n) & 1)
        return this.open(who, others.length > 0 ? others : people.filter((p) => p !== who))
      }
      case 'add':
        return who.post(`/api/conversations/${where}/members`, { people: [people[s.whom]!.id] })
      case 'leave':
        return who.delete(`/api/conversations/${where}/members/me`)
      case 'lose': {
        const client = this.clients[s.client]!
        client.then(async () => {
          await client.lose(s.seen)
          await sleep(s.away)
          await client.connect()
        })
        return undefined
      }
      case 'pause':
        return sleep(s.ms)
    }
  }
}

// From where to where each person saw a conversation: after joining, before leaving. The last one may still be open.
const intervals = async (conversation: string, person: string): Promise<{ from: number; to: number }[]> => {
  const rows = await parley.sql<{ seq: number; kind: string }[]>`
    select seq, kind from conversations.event
    where conversation_id = ${conversation} and subject_id = ${person} order by seq`
  const [member] = await parley.sql`
    select from conversations.member where conversation_id = ${conversation} and person_id = ${person}`
  const found: { from: number; to: number }[] = []
  if (!member) return found
  let from: number | undefined = rows[0]?.kind === 'joined' ? undefined : 1
  for (const { seq, kind } of rows) {
    if (kind === 'joined') from = seq
    else if (from !== undefined) {
      found.push({ from, to: seq - 1 })
      from = undefined
    }
  }
  if (from !== undefined) found.push({ from, to: Number.POSITIVE_INFINITY })
  return found
}

type Tops = Map<string, number>
const readTops = async (conversations: readonly string[]): Promise<Tops> => {
  const rows = await parley.sql<{ id: string; last_seq: number }[]>`
    select id, last_seq from conversations.conversation where id = any(${[...conversations]}::uuid[])`
  return new Map(rows.map((row) => [row.id, row.last_seq]))
}

// Waits until the client has the newest event of every conversation that its person is in; the check says what is missing if not.
const catchUp = async (client: Client, tops: Tops): Promise<void> => {
  const isIn = await parley.sql<{ id: string }[]>`
    select conversation_id as id from conversations.member where person_id = ${client.person.id} and left_seq is null`
  for (let waitedMs = 0; waitedMs < 5000; waitedMs += 10) {
    if (isIn.every(({ id }) => client.top(id) >= (tops.get(id) ?? 0))) return
    // The server may start a socket over; a client then comes back by itself.
    if (client.socket?.ws.readyState === 3) {
      await client.lose(1)
      await client.connect()
    }
    await sleep(10)
  }
}

const check = async (client: Client, conversation: string, top: number): Promise<void> => {
  const seqs = client.log.get(conversation) ?? []
  const expected: number[] = []
  for (const { from, to } of await intervals(conversation, client.person.id)) {
    const seen = seqs.filter((seq) => seq >= from && seq <= to)
    // While the person was away they may have left: then the end of that time is not shown any more.
    const least = to === Number.POSITIVE_INFINITY ? top : from - 1
    for (let seq = from; seq <= Math.max(least, seen.at(-1) ?? 0); seq++) expected.push(seq)
  }
  assert.deepEqual(seqs, expected, `${client.person.handle} in ${conversation}`)
}

test('each client sees each event exactly once and in order, at any interleaving of sends, deletions, joins and lost connections', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80 }), async (steps) => {
      const world = new World()
      await Promise.all(world.clients.map((client) => client.connect()))
      await world.open(people[0]!, [people[1]!, people[2]!])
      const running: Promise<unknown>[] = []
      for (const s of steps) {
        const done = world.run(s)
        if (!done) continue
        if (s.do === 'pause' || s.do === 'open') await done
        else running.push(done)
      }
      await Promise.all(running)
      await Promise.all(world.clients.map((client) => client.work))
      // What was sent by a socket and lost with it may still be on its way and is not waited for.
      const tops = await readTops(world.conversations)
      for (const [n, client] of world.clients.entries()) {
        // A socket that starts over reads the rest; a socket that lives must get it by itself. Both are looked at.
        if (n % 2 === 0) {
          await client.lose(0.5)
          await client.connect()
        }
        await catchUp(client, tops)
        await client.lose(1)
      }
      for (const conversation of world.conversations)
        for (const client of world.clients) await check(client, conversation, tops.get(conversation)!)
    }),
    { numRuns: 20, endOnFailure: true }
  )
})

test('10,000 sends at once: one order for everybody, without gaps, each sender in their own order', async () => {
  const id = (
    await people[0]!.post('/api/conversations', {
      kind: 'group',
      title: 'Crowded',
      people: people.slice(1).map((p) => p.id)
    })
  ).body.id as string
  const sockets = await Promise.all([...people, ...people].map((person) => openLive(parley.url, person)))
  const count = 10_000
  const sentBy = sockets.map(() => [] as string[])
  for (let n = 0; n < count; n++) {
    const clientId = newId()
    sentBy[n % sockets.length]!.push(clientId)
    sockets[n % sockets.length]!.send({ type: 'send', ref: n, conversation: id, clientId, text: `message ${n}` })
  }
  for (const socket of sockets)
    await socket.until((f) => f.type === 'events' && f.conversation === id && f.events.at(-1)!.seq === count)
  const all = sockets.map((socket) => socket.events(id).map((e) => (e.kind === 'message' ? `${e.seq} ${e.id}` : '')))
  assert.deepEqual(
    sockets[0]!.events(id).map((event) => event.seq),
    Array.from({ length: count }, (_, n) => n + 1)
  )
  for (const one of all) assert.deepEqual(one, all[0])
  for (const [n, ids] of sentBy.entries()) {
    const own = new Set(ids)
    const seen = all[0]!.map((line) => line.split(' ')[1]!).filter((message) => own.has(message))
    assert.deepEqual(seen, ids, `socket ${n}`)
  }
  for (const socket of sockets) socket.close()
})
