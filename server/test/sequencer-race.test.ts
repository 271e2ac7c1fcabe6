// Two sequencers that are killed again and again, under accesses and revokes: nothing lost, nothing twice, nobody accused falsely.
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { linkChain, startChain } from '@parley/protocol/log/chain.ts'
import { parseCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { emptyFrontier, extendFrontier, frontierRoot } from '@parley/protocol/log/frontier.ts'
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import type { App } from '@parley/protocol/api/grant.ts'
import { newTestApp } from '@parley/world/test-app.ts'
import { testSecret } from '@parley/world/test-database.ts'
import { befriend, signUpPerson } from '@parley/world/test-person.ts'
import { startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { makeToken } from '@parley/world/test-token.ts'
import { sha256 } from '../src/base/hash.ts'
import { newId } from '../src/base/random.ts'
import { giveGrant } from '../src/grants/give-grant.ts'
import { revokeGrant } from '../src/grants/revoke-grant.ts'

const wanted = Number(process.env['PARLEY_TEST_EVENTS'] ?? 3000)
const people = 6
/** Accesses of one statement: as much as an app asks for, all in one transaction that a revoke meets somewhere in its middle. */
const atOnce = 10

let parley: TestPlatform
/** Who connects the app, each with a conversation of two. */
let readers: { person: string; conversation: string }[]
let app: App
before(async () => {
  parley = await startTestPlatform({ limitFactor: 1_000_000, poolSize: 10, partnerPoolSize: 8 })
  const ana = await signUpPerson(parley, 'ana')
  const others = await Promise.all(Array.from({ length: people - 1 }, (_, i) => signUpPerson(parley, `friend${i}`)))
  for (const other of others) await befriend(ana, other)
  readers = await Promise.all(
    others.map(async ({ id }) => {
      const conversation = (await ana.post('/api/conversations', { kind: 'direct', person: id })).body.id as string
      await ana.post(`/api/conversations/${conversation}/messages`, { clientId: newId(), text: 'hello' })
      return { person: id, conversation }
    })
  )
  app = await newTestApp(parley.sql)
})
after(() => parley.close())

const give = async (person: string): Promise<{ grant: string; token: string }> => {
  const answers = {
    actions: ['read' as const],
    friends: false,
    where: 'all' as const,
    conversations: [],
    messages: 'any' as const,
    from: 'all_history' as const,
    until: 'day' as const
  }
  const consent = { text: 'shown', language: 'en', version: '1' }
  const { grant } = await giveGrant(parley, { person, app: app.id, answers, consent })
  return { grant, token: await makeToken(parley.sql, grant, app.clientId) }
}

/** Keeps a sequencer process running, and kills it at moments that nobody chose. Returns how to end it. */
const keepKilling = (databaseUrl: string) => {
  const killed = { count: 0 }
  let going = true
  let child: ChildProcess | undefined
  const live = async (): Promise<void> => {
    while (going) {
      const args = [`${import.meta.dirname}/sequencer-process.ts`, databaseUrl, 'http://localhost:1', testSecret]
      child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      const ended = once(child, 'exit')
      await Promise.race([once(child.stdout!, 'data'), ended])
      await sleep(20 + Math.random() * 400)
      child.kill('SIGKILL')
      await ended
      killed.count++
    }
  }
  const living = live()
  return {
    killed,
    stop: async () => {
      going = false
      await living
    }
  }
}

/** Derives the tree, every checkpoint and every party's chain again, a thousand leaves at a time. */
const deriveAgain = async (): Promise<number> => {
  const { sql } = parley
  const ends = new Map<string, { i: number; chain: Uint8Array }>()
  for (const { id, lid } of await sql<{ id: string; lid: Buffer }[]>`select owner_id as id, lid from log.party`)
    ends.set(id, { i: 0, chain: startChain(lid) })
  let frontier = emptyFrontier
  let checkpoints = 0
  for (;;) {
    const from = frontier.size
    const [leaves, places, notes] = await Promise.all([
      sql<{ idx: number; entry: Buffer }[]>`
        select idx, entry from log.leaf where idx >= ${from} and idx < ${from + 1000} order by idx`,
      sql<{ party_id: string; i: number; idx: number; chain: Buffer }[]>`
        select party_id, i, idx, chain from log.place where idx >= ${from} and idx < ${from + 1000} order by idx`,
      sql<{ size: number; note: string }[]>`
        select size, note from log.checkpoint where size > ${from} and size <= ${from + 1000} order by size`
    ])
    if (leaves.length === 0) break
    const placesAt = Map.groupBy(places, ({ idx }) => idx)
    for (const { idx, entry } of leaves) {
      assert.equal(idx, frontier.size)
      const hash = hashLeaf(entry)
      frontier = extendFrontier(frontier, [hash])
      for (const { party_id, i, chain } of placesAt.get(idx) ?? []) {
        const end = ends.get(party_id)!
        assert.equal(i, end.i + 1)
        ends.set(party_id, { i, chain: linkChain(end.chain, hash) })
        assert.deepEqual(new Uint8Array(chain), ends.get(party_id)!.chain)
      }
      if (notes[0]?.size !== frontier.size) continue
      checkpoints++
      assert.deepEqual(parseCheckpoint(parseNote(notes.shift()!.note)!.text)!.root, frontierRoot(frontier))
    }
    assert.equal(notes.length, 0)
  }
  return checkpoints
}

test(`${wanted} accesses with revokes between them, while two sequencers are killed`, async (t) => {
  const { sql, partnerSql } = parley
  const [first] = await sql<{ n: number }[]>`select count(*) as n from log.entry`
  const sequencers = [keepKilling(parley.databaseUrl), keepKilling(parley.databaseUrl)]
  let acts = 0
  let revokes = 0
  const isEnough = (): boolean => acts >= wanted
  const act = async ({ person, conversation }: (typeof readers)[number]): Promise<void> => {
    while (!isEnough()) {
      const { grant, token } = await give(person)
      const hash = sha256(token)
      let live = true
      const read = async (): Promise<void> => {
        while (live && !isEnough()) {
          const [row] = await partnerSql<{ read: number }[]>`
            select count(*) filter (where (r).status = 'ok')::int as read from (
              select access.read_messages(${hash}, null, null, null, ${conversation}, 0, 1) as r from generate_series(1, ${atOnce}::int)) one`
          acts += row!.read
          live = row!.read === atOnce
        }
      }
      const reading = Promise.all([read(), read()])
      await sleep(Math.random() * 120)
      await Promise.all([revokeGrant(parley, person, grant, 'revoked'), reading])
      revokes++
    }
  }
  await Promise.all(readers.map(act))
  await Promise.all(sequencers.map(({ stop }) => stop()))
  // What is left over is taken by the platform's own sequencer.
  for (;;) {
    const [waiting] = await sql`select from log.outbox limit 1`
    if (!waiting) break
    await sleep(50)
  }
  const [counts] = await sql<{ entries: number; leaves: number; distinct: number; size: number; reads: number }[]>`
    select (select count(*) from log.entry) as entries, (select count(*) from log.leaf) as leaves,
      (select count(distinct entry_id) from log.leaf) as distinct, (select size from log.state) as size,
      (select count(*) from log.entry where kind = 'read') as reads`
  assert.ok(counts && first)
  assert.deepEqual(
    [counts.leaves, counts.distinct, counts.size, counts.reads],
    [counts.entries, counts.entries, counts.entries, acts]
  )
  const accused = await sql`
    select a.id from log.entry a join log.leaf al on al.entry_id = a.id
    join log.entry r on r.grant_id = a.grant_id join log.leaf rl on rl.entry_id = r.id
    where a.kind = 'read' and ((r.kind in ('revoke', 'end') and al.idx > rl.idx) or (r.kind = 'give' and al.idx < rl.idx))`
  assert.equal(accused.length, 0)
  const checkpoints = await deriveAgain()
  const killed = sequencers.reduce((sum, { killed: { count } }) => sum + count, 0)
  assert.ok(killed > 4)
  t.diagnostic(
    `${counts.entries} entries (${acts} reads, ${revokes} revokes) in ${checkpoints} checkpoints; sequencers killed ${killed} times`
  )
})
