// Tens of thousands of bad requests: each is refused in our own words or does something allowed, and nothing breaks.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parseNote } from '@parley/protocol/log/note.ts'
import { parseReceipt } from '@parley/protocol/log/receipt-text.ts'
import { RawConnection } from '@parley/world/raw-http.ts'
import fc from 'fast-check'
import type { BadRequest, Document } from './bad-request.ts'
import { badApiRequests } from './bad-requests-to-api.ts'
import { badLoginRequests } from './bad-requests-to-login.ts'
import { makeBadWorld, type BadWorld } from './bad-request-world.ts'
import { sendBadRequest, type Outcome } from './send-bad-request.ts'

const requests = Number(process.env['PARLEY_TEST_REQUESTS'] ?? 50_000)
const atOnce = 16
const batchSize = 64
// In batches.
const reviveEvery = 5

let world: BadWorld
before(async () => {
  world = await makeBadWorld()
})
after(() => world.parley.close())

const connections: RawConnection[] = []
const seen: Record<string, number> = {}
let batches = 0
let total = 0
/** What the answers said was done: each once however often its request was repeated. unheard: requests whose reads no body may have told of. */
const answered = { sent: new Set<string>(), written: new Set<string>(), reads: new Set<string>(), unheard: 0 }

type Answer = { id?: string; receipts?: { note: string }[] }

/** A read needs no body: it may be done when what should be one turns out to be unreadable, and then that is what is answered. */
const isReadAnswerLost = ({ request: { method, target, broken }, answers }: Outcome): boolean =>
  method === 'GET' &&
  target.startsWith('/v1/') &&
  (broken === 'bad chunk' || broken === 'length too long') &&
  answers.every(({ status }) => status === 400)

const count = (outcome: Outcome): void => {
  const { request, answers } = outcome
  const { operation, target, method } = request
  total += 1
  if (isReadAnswerLost(outcome)) answered.unheard += 1
  for (const { status, body } of answers) {
    const place = /^\/(api|v1)\//.exec(target)?.[0] ?? 'login'
    const key = `${place} ${Math.floor(status / 100)}xx`
    seen[key] = (seen[key] ?? 0) + 1
    if (place === '/v1/' && method === 'HEAD' && status === 200) answered.unheard += 1
    if (![200, 201].includes(status) || place === 'login' || body.length === 0) continue
    const value = JSON.parse(String(body)) as Answer
    const of = `${target.split('/')[3]} ${value.id}`
    if (operation === 'sendMessage' && status === 201) answered.sent.add(of)
    if (operation === 'partnerWrite' && status === 201) answered.written.add(of)
    // By its receipts, each entry of a read names itself.
    if (place === '/v1/' && method === 'GET')
      for (const { note } of value.receipts ?? [])
        answered.reads.add(parseReceipt(parseNote(note)?.text ?? '')?.event ?? note)
  }
}

const sendAll = async (batch: BadRequest[]): Promise<void> => {
  const waiting = [...batch]
  const faults: string[] = []
  await Promise.all(
    connections.map(async (connection) => {
      for (let request = waiting.pop(); request; request = waiting.pop()) {
        const outcome = await sendBadRequest(world, connection, request)
        count(outcome)
        if (outcome.fault !== undefined) faults.push(outcome.fault)
      }
    })
  )
  assert.deepEqual(faults, [])
  if (batches++ % reviveEvery === 0) await world.revive()
}

// What may change while every request is refused: when somebody was seen, and when a token or a grant was first used today.
const moving = /"(seen_at|used_at|last_used_on)": ?("[^"]*"|null),?/g

/** Every row about these ids, as text. */
const rowsAbout = async (ids: string[]): Promise<string[]> => {
  const { sql } = world.parley
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('people', 'conversations', 'grants', 'login', 'log', 'access')
      and (schemaname, tablename) not in (('people', 'friend_request'), ('people', 'block')) order by 1`
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await sql.unsafe(
      `select to_jsonb(t)::text as text from ${name} t where to_jsonb(t)::text ~ $1 order by 1`,
      [ids.join('|')]
    )
    found.push(...rows.map(({ text }) => `${name} ${String(text).replaceAll(moving, '')}`))
  }
  return found
}

/** What eve and mallory have done, by the tables; entries for what apps did for anybody. */
const deedsOf = async () => {
  const people = [world.eve.person.id, world.mallory.person.id]
  const [deeds] = await world.parley.sql<
    { sent: number; written: number; writes: number; deleted: number; deletes: number; reads: string[] }[]
  >`
    select count(*) filter (where app_id is null and kind = 'message')::int as sent,
      count(*) filter (where app_id is not null and kind = 'message')::int as written,
      count(*) filter (where app_id is not null and kind = 'deletion')::int as deleted,
      (select count(*)::int from log.entry where kind = 'write') as writes,
      (select count(*)::int from log.entry where kind = 'delete') as deletes,
      array(select event_id from log.entry where kind in ('read', 'list')) as reads
    from conversations.event where person_id = any (${people}::uuid[])`
  assert.ok(deeds)
  return deeds
}

test(`${requests} bad requests break nothing, and only what was answered as done was done`, async (t) => {
  const { parley, untouched } = world
  const document = (await (await fetch(`${parley.url}/openapi.json`)).json()) as Document
  const anyRequest = fc.oneof(
    { weight: 4, arbitrary: badApiRequests(document, world) },
    { weight: 1, arbitrary: badLoginRequests(world) }
  )
  const batch = fc.array(anyRequest, { minLength: batchSize, maxLength: batchSize, size: 'max' })
  for (let i = 0; i < atOnce; i++) connections.push(new RawConnection(parley.config.port))
  const rows = await rowsAbout(untouched)
  const before = await deedsOf()
  const { child } = parley.server()
  try {
    // The faults name the requests; to shrink a batch would only take long, and to print it fill screens.
    const limits = { endOnFailure: true, interruptAfterTimeLimit: 200_000, markInterruptAsFailure: true }
    const run = await fc.check(fc.asyncProperty(batch, sendAll), {
      numRuns: Math.ceil(requests / batchSize),
      ...limits
    })
    const { errorInstance: fault } = run
    if (run.failed) throw fault instanceof Error ? fault : new Error(`Stopped after ${run.numRuns} batches`)
  } finally {
    for (const connection of connections) connection.close()
    t.diagnostic(`${total} requests: ${JSON.stringify(seen)}`)
  }

  assert.equal((await fetch(`${parley.url}/readyz`)).status, 200)
  assert.equal(child.exitCode ?? child.signalCode, null)
  const said = parley.server().said.join('').split('\n')
  assert.deepEqual(
    said.filter((line) => line.includes('"level":50')),
    []
  )
  assert.deepEqual(await rowsAbout(untouched), rows)

  const deeds = await deedsOf()
  t.diagnostic(JSON.stringify({ ...deeds, reads: deeds.reads.length }))
  assert.equal(deeds.sent - before.sent, answered.sent.size)
  assert.equal(deeds.written, answered.written.size)
  assert.equal(deeds.writes, deeds.written)
  assert.equal(deeds.deletes, deeds.deleted)
  const recorded = new Set(deeds.reads)
  assert.deepEqual(
    [...answered.reads].filter((event) => !recorded.has(event)),
    [],
    'read without an entry'
  )
  const unanswered = deeds.reads.filter((event) => !answered.reads.has(event))
  assert.ok(unanswered.length <= answered.unheard, `${unanswered.join(', ')} were recorded and not answered`)
  // Requests came as far as acting, of people and of apps; an app that loses its permission early has perhaps written nothing until then.
  if (requests >= 10_000) assert.ok(Math.min(answered.sent.size, deeds.written + deeds.deleted + recorded.size) > 0)
})
