// What the log costs: recording, sequencing, the way to a checkpoint, space, and the length of proofs.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { inclusionRanges } from '@parley/protocol/log/proof-ranges.ts'
import { nowMs } from '@parley/server/base/clock.ts'
import { sha256 } from '@parley/server/base/hash.ts'
import { newId } from '@parley/server/base/random.ts'
import type { Sql } from '@parley/server/base/sql.ts'
import { makeActor } from '@parley/world/test-actor.ts'
import type { BenchWorld } from './bench-world.ts'
import { percentile } from './closed-loop.ts'
import type { PlatformProcess } from './platform-process.ts'
import type { Row } from './send.ts'

const backlog = 40_000
const paced = { perSecond: 200, seconds: 8 }
const readsOfEach = 1500
const hashBytes = 32

/** Entries of a read between two people: two persons, an app, a grant. */
const fillBacklog = async (sql: Sql): Promise<void> => {
  const parties = Array.from({ length: 200 }, newId)
  for (const id of parties) await sql`select log.open_party(${id}, 'person')`
  await sql`
    select log.record(gen_random_uuid(), 'staff', null, null, null, null, clock_timestamp(),
      array[(${parties}::uuid[])[1 + i % 200], (${parties}::uuid[])[1 + (i + 1) % 200], (${parties}::uuid[])[1 + (i + 7) % 200],
        (${parties}::uuid[])[1 + (i + 100) % 200]], '{}', '{}')
    from generate_series(1, ${backlog}::int) i`
}

/** Entries that wait, until there are none: the platform takes them by itself. */
const sequencing = async (sql: Sql): Promise<Row[]> => {
  await sql.begin(async (tx) => {
    // Whoever holds this row is the sequencer, so meanwhile the platform is none.
    await tx`select from log.state for update`
    await fillBacklog(sql)
  })
  const start = performance.now()
  for (;;) {
    const [waiting] = await sql`select from log.outbox limit 1`
    if (!waiting) break
    await sleep(20)
  }
  const seconds = (performance.now() - start) / 1000
  return [{ name: `sequencer, backlog of ${backlog}`, value: backlog / seconds, unit: 'leaves/s', aim: '3000' }]
}

/** When each size was first seen in the checkpoint that is given out. */
const watchCheckpoint = (url: string) => {
  const seen: { size: number; atMs: number }[] = []
  let going = true
  const watch = async (): Promise<void> => {
    while (going) {
      const note = parseNote(await (await fetch(`${url}/log/checkpoint`)).text())
      const size = parseCheckpoint(note?.text ?? '')?.size ?? 0
      if (size > (seen.at(-1)?.size ?? 0)) seen.push({ size, atMs: nowMs() })
      await sleep(10)
    }
  }
  const watching = watch()
  return async () => {
    going = false
    await watching
    return seen
  }
}

const toCheckpoint = async (
  { url }: PlatformProcess,
  { platform, conversation, person }: BenchWorld
): Promise<Row[]> => {
  const { sql } = platform
  const actor = await makeActor(platform, { actions: ['read'] }, { person })
  const [first] = await sql<{ size: number }[]>`select size from log.state`
  const stop = watchCheckpoint(url)
  const accesses: Promise<unknown>[] = []
  const start = performance.now()
  for (let n = 0; n < paced.perSecond * paced.seconds; n++) {
    const dueMs = (n * 1000) / paced.perSecond
    await sleep(Math.max(0, dueMs - (performance.now() - start)))
    accesses.push(actor.get(`/v1/conversations/${conversation}/messages?limit=1`))
  }
  await Promise.all(accesses)
  await sleep(1500)
  const seen = await stop()
  const rows = await sql<{ idx: number; at: Date }[]>`
    select l.idx, e.at from log.leaf l join log.entry e on e.id = l.entry_id where l.idx >= ${first?.size ?? 0} order by l.idx`
  const latencies: number[] = []
  for (const { idx, at } of rows) {
    const shown = seen.find(({ size }) => size > idx)
    if (shown) latencies.push(shown.atMs - at.getTime())
  }
  const sorted = Float64Array.from(latencies).sort()
  return [
    { name: `recorded to checkpoint, p50, at ${paced.perSecond}/s`, value: percentile(sorted, 0.5), unit: 'ms' },
    {
      name: `recorded to checkpoint, p99, at ${paced.perSecond}/s`,
      value: percentile(sorted, 0.99),
      unit: 'ms',
      aim: 'under 1000'
    }
  ]
}

/** The gate's own time for a page of 50, one client after the other, with and without its entry. */
const recording = async ({ platform, conversation, person }: BenchWorld): Promise<Row[]> => {
  const { sql, partnerSql } = platform
  const actor = await makeActor(platform, { actions: ['read'] }, { person })
  const [token, jkt] = [sha256(actor.token), actor.key.jkt]
  const read = async (): Promise<Float64Array> => {
    const tookMs: number[] = []
    for (let n = 0; n < readsOfEach; n++) {
      const before = performance.now()
      const [page] = await partnerSql<{ status: string; n: number }[]>`
        select status, n from access.read_messages(${token}, ${jkt}, null, 'a proof', ${conversation}, 0, 50)`
      tookMs.push(performance.now() - before)
      if (page?.n !== 50) throw new Error(`The gate answered ${page?.status}`)
    }
    return Float64Array.from(tookMs.slice(readsOfEach / 5)).sort()
  }
  const recorded = await read()
  // This platform is here for measuring only; its gate is put right again all the same.
  const [gate] = await sql<{ text: string }[]>`
    select pg_get_functiondef(oid) as text from pg_proc where proname = 'record' and pronamespace = 'access'::regnamespace`
  const text = gate?.text ?? ''
  await sql.unsafe(text.replace(/\$function\$[\s\S]*\$function\$/, '$function$ begin return null; end $function$'))
  const bare = await read()
  await sql.unsafe(text)
  const added = (share: number): number => percentile(recorded, share) - percentile(bare, share)
  return [
    { name: 'gate, page of 50, p50', value: percentile(recorded, 0.5), unit: 'ms' },
    { name: 'of which recording, p50', value: added(0.5), unit: 'ms', aim: '1 at most' },
    { name: 'of which recording, p99', value: added(0.99), unit: 'ms', aim: '5 at most' }
  ]
}

const space = async ({ platform: { sql } }: BenchWorld): Promise<Row[]> => {
  const [row] = await sql<{ entry: number; leaf: number; place: number; record: number }[]>`
    select (select avg(length(l.entry)) from log.leaf l join log.entry e on e.id = l.entry_id where e.kind = 'read')::float as entry,
      pg_total_relation_size('log.leaf')::float / n as leaf, pg_total_relation_size('log.place')::float / n as place,
      pg_total_relation_size('log.entry')::float / n as record
    from (select count(*) as n from log.leaf) c`
  if (!row) return []
  // Two bytes of length in the entry bundle, and the hash with its share of the levels above.
  const shared = row.entry + 2 + (hashBytes * 256) / 255
  return [
    { name: 'public bytes for a read between two', value: shared, unit: 'bytes', aim: '170 at most' },
    { name: 'leaf in the database', value: row.leaf, unit: 'bytes' },
    { name: 'places of its parties in the database', value: row.place, unit: 'bytes' },
    { name: 'entry with texts, average here', value: row.record, unit: 'bytes' }
  ]
}

const proofSizes = (): Row[] =>
  [1e3, 1e5, 1e7].map((size) => ({
    name: `inclusion proof in a tree of ${size}`,
    value: inclusionRanges(0, size).length * hashBytes,
    unit: 'bytes'
  }))

/** About 40 seconds. Fills the platform's log. */
export const benchLog = async (process: PlatformProcess, world: BenchWorld): Promise<Row[]> => [
  ...(await recording(world)),
  ...(await toCheckpoint(process, world)),
  ...(await sequencing(world.platform.sql)),
  ...(await space(world)),
  ...proofSizes()
]
