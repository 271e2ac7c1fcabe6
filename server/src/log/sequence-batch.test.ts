// The sequencer: every entry once, in the order of causes, gapless for each party, and a tree that anybody can derive again.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { linkChain, startChain } from '@parley/protocol/log/chain.ts'
import { checkInclusion } from '@parley/protocol/log/check-inclusion.ts'
import { parseCheckpoint } from '@parley/protocol/log/checkpoint.ts'
import { parseEntry } from '@parley/protocol/log/entry.ts'
import { hashLeaf } from '@parley/protocol/log/merkle-hash.ts'
import { merkleRoot } from '@parley/protocol/log/merkle-root.ts'
import { parseNote } from '@parley/protocol/log/note.ts'
import { monthOf, periodKey, tagOf } from '@parley/protocol/log/party.ts'
import { verifyNote } from '@parley/protocol/log/verify-note.ts'
import { openTestDatabase, type TestDatabase } from '@parley/world/test-database.ts'
import { newId } from '../base/random.ts'
import { openSql, type Sql } from '../base/sql.ts'
import { latestCheckpoint } from './latest-checkpoint.ts'
import { type LogKeeper, openLog } from './log-keeper.ts'
import { sequenceBatch } from './sequence-batch.ts'
import { TreeReader } from './tree-reader.ts'

const identity = { url: 'https://parley.example', secret: 'a secret of the test that is long enough' }
const options = { needsNoWitness: true }

let database: TestDatabase
let sql: Sql
let log: LogKeeper
before(async () => {
  database = await openTestDatabase()
  sql = openSql(database.url, { max: 6, name: 'test' })
})
after(async () => {
  await sql.end()
  await database.drop()
})
beforeEach(async () => {
  await sql`truncate log.state, log.leaf, log.place, log.tile, log.checkpoint, log.cosignature, log.outbox, log.entry, log.party`
  log = await openLog(sql, identity)
})

const open = async (n: number): Promise<string[]> => {
  const ids = Array.from({ length: n }, newId)
  for (const id of ids) await sql`select log.open_party(${id}, 'person')`
  return ids
}

const recordMany = (parties: string[], n: number, by: Sql = sql) => by`
  select log.record(gen_random_uuid(), 'staff', null, null, null, null, clock_timestamp(),
    (${parties}::uuid[])[1 + i % ${parties.length}:1 + i % ${parties.length}], '{}', '{}')
  from generate_series(1, ${n}::int) i`

const leaves = () =>
  sql<{ idx: number; entry_id: number; entry: Buffer; at: Date }[]>`
    select idx, entry_id, entry, at from log.leaf order by idx`

/** Derives everything again from the entries, as a stranger would. */
const checkTree = async (): Promise<number> => {
  const rows = await leaves()
  assert.deepEqual(
    rows.map(({ idx }) => idx),
    rows.map((_, at) => at)
  )
  const hashes = rows.map(({ entry }) => hashLeaf(entry))
  for (const { size, note } of await sql<{ size: number; note: string }[]>`select size, note from log.checkpoint`) {
    assert.equal((await verifyNote(parseNote(note)!, [log.signer.key])).good.length, 1)
    const checkpoint = parseCheckpoint(parseNote(note)!.text)!
    assert.deepEqual([checkpoint.origin, checkpoint.size], ['parley.example/log1', size])
    assert.deepEqual(checkpoint.root, merkleRoot(hashes, 0, size))
  }
  const parties = await sql<{ id: string; k: Buffer; lid: Buffer }[]>`select owner_id as id, k, lid from log.party`
  for (const { id, k, lid } of parties) {
    const places = await sql<{ i: number; idx: number; chain: Buffer }[]>`
      select i, idx, chain from log.place where party_id = ${id} order by i`
    let chain = startChain(lid)
    for (const [at, place] of places.entries()) {
      assert.equal(place.i, at + 1)
      chain = linkChain(chain, hashes[place.idx]!)
      assert.deepEqual(new Uint8Array(place.chain), chain)
      const tag = tagOf(periodKey(k, monthOf(rows[place.idx]!.at.getTime())), place.i)
      const { tags } = parseEntry(rows[place.idx]!.entry)!
      assert.equal(tags.filter((other) => Buffer.compare(other, tag) === 0).length, 1)
    }
  }
  return rows.length
}

test('entries come into the tree in order, with a tag and a place for each party', async () => {
  const parties = await open(3)
  await recordMany(parties, 10)
  assert.equal(await sequenceBatch(sql, log, options), 10)
  await recordMany(parties, 300)
  assert.equal(await sequenceBatch(sql, log, { ...options, max: 256 }), 256)
  assert.equal(await sequenceBatch(sql, log, options), 44)
  assert.equal(await sequenceBatch(sql, log, options), 0)
  assert.equal(await checkTree(), 310)
  assert.equal((await latestCheckpoint(sql))?.size, 310)
  assert.equal((await latestCheckpoint(sql, { upto: 300 }))?.size, 266)
})

test('an entry for many has a tag for each, padded; one for who is erased has random ones', async () => {
  const parties = await open(5)
  await sql`delete from log.party where owner_id = ${parties[4]!}`
  await sql`
    select log.record(gen_random_uuid(), 'staff', null, null, null, null, clock_timestamp(), ${parties}::uuid[], '{}', '{}')`
  await sequenceBatch(sql, log, options)
  assert.equal(await checkTree(), 1)
  const [leaf] = await leaves()
  assert.equal(parseEntry(leaf!.entry)?.tags.length, 4)
  assert.equal((await sql`select from log.place`).length, 4)
})

test('what commits late comes in late, and nothing is passed over', async () => {
  const parties = await open(2)
  const slow = openSql(database.url, { max: 1, name: 'slow' })
  await slow`begin`
  await recordMany(parties, 1, slow)
  await recordMany(parties, 3)
  assert.equal(await sequenceBatch(sql, log, options), 3)
  await slow`commit`
  await slow.end()
  assert.equal(await sequenceBatch(sql, log, options), 1)
  assert.equal(await checkTree(), 4)
  const rows = await leaves()
  assert.ok(rows[3]!.entry_id < rows[0]!.entry_id)
})

test('two sequencers at once take each entry once', async () => {
  const parties = await open(4)
  await recordMany(parties, 2000)
  const other = openSql(database.url, { max: 2, name: 'other' })
  const work = async (by: Sql): Promise<void> => {
    for (let taken: number | undefined = 1; taken !== 0; taken = await sequenceBatch(by, log, { ...options, max: 90 }));
  }
  await Promise.all([work(sql), work(other), work(sql)])
  await other.end()
  assert.equal(await checkTree(), 2000)
})

test('the time of the log never goes back', async () => {
  const parties = await open(1)
  await sql`update log.state set at = '2031-02-03T04:05:06Z'`
  await recordMany(parties, 1)
  await sequenceBatch(sql, log, options)
  assert.equal((await leaves())[0]!.at.toISOString(), '2031-02-03T04:05:06.000Z')
  assert.equal(await checkTree(), 1)
})

test('an entry that somebody took away from the table stops the sequencer', async () => {
  await recordMany(await open(1), 2)
  await sql`delete from log.entry where id = (select min(id) from log.entry)`
  await assert.rejects(sequenceBatch(sql, log, options), /is not there any more/)
  assert.equal((await leaves()).length, 0)
})

test('proofs from the tiles hold for every leaf, and for growth', async () => {
  const parties = await open(2)
  await recordMany(parties, 700)
  while ((await sequenceBatch(sql, log, { ...options, max: 333 })) !== 0);
  const hashes = (await leaves()).map(({ entry }) => hashLeaf(entry))
  const tree = new TreeReader(sql)
  for (const size of [1, 255, 256, 257, 512, 699, 700]) {
    const root = merkleRoot(hashes, 0, size)
    for (let index = 0; index < size; index += 37) {
      const path = await tree.inclusion(index, size)
      assert.ok(checkInclusion({ index, size, leafHash: hashes[index]!, path }, root), `leaf ${index} of ${size}`)
    }
  }
  await assert.rejects(tree.inclusion(3, 701), RangeError)
})

test('another secret cannot go on with the log', async () => {
  await assert.rejects(openLog(sql, { ...identity, secret: 'another secret' }), /begun with another secret/)
  assert.equal((await openLog(sql, { ...identity, url: 'http://localhost:1' })).origin, 'parley.example/log1')
})
