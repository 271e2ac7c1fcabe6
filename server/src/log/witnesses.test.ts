// The platform and its witnesses: real processes, real HTTP, and a log that was rolled back or forked.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { formatSignatureLine, parseNote } from '@parley/protocol/log/note.ts'
import { signNote } from '@parley/protocol/log/sign-note.ts'
import { formatVerifierKey, makeVerifierKey, signatureTypes } from '@parley/protocol/log/verifier-key.ts'
import { openTestDatabase, type TestDatabase, testSecret } from '@parley/world/test-database.ts'
import { freePort, startTestPlatform, type TestPlatform } from '@parley/world/test-platform.ts'
import { hashOf } from '@parley/world/test-submission.ts'
import { startWitnessProcess, type WitnessProcess } from '@parley/world/test-witness.ts'
import { newId } from '../base/random.ts'
import { openSql, type Sql } from '../base/sql.ts'
import { LogContradiction } from './compare-with-witness.ts'
import { type LogKeeper, openLog } from './log-keeper.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-witnesses-'))
const port = await freePort()
const url = `http://localhost:${port}`
const logPolicy = join(folder, 'policy')

let database: TestDatabase
let sql: Sql
let log: LogKeeper
let witnesses: WitnessProcess[]
let platform: TestPlatform | undefined
/** Everything that was closed, so that a failing test leaves nothing behind. */
const databases: TestDatabase[] = []

const writePolicy = (lines: string): Promise<void> =>
  writeFile(
    logPolicy,
    `log ${log.vkey} ${url}/log\n${witnesses.map((witness, at) => `witness w${at + 1} ${witness.vkey} ${witness.url}\n`).join('')}${lines}`
  )

const newDatabase = async (): Promise<TestDatabase> => {
  const made = await openTestDatabase()
  databases.push(made)
  return made
}

const start = async (): Promise<TestPlatform> => {
  platform = await startTestPlatform({ port, logPolicy }, database)
  return platform
}

const stop = async (): Promise<void> => {
  await platform?.close()
  platform = undefined
}

before(async () => {
  database = await newDatabase()
  sql = openSql(database.url, { max: 2, name: 'test' })
  log = await openLog(sql, { url, secret: testSecret })
  witnesses = await Promise.all(
    ['witness.example/w1', 'witness.example/w2'].map((name) =>
      startWitnessProcess([`${log.vkey}@${url}/log`], { name })
    )
  )
  await writePolicy('group both all w1 w2\nquorum both\n')
})
after(async () => {
  await stop()
  await sql.end()
  await Promise.all(witnesses.map((witness) => witness.close()))
  await Promise.all(databases.map((one) => one.drop()))
  await rm(folder, { recursive: true, force: true })
})

const record = async (n: number, into: Sql = sql): Promise<void> => {
  const person = newId()
  await into`select log.open_party(${person}, 'person')`
  await into`
    select log.record(gen_random_uuid(), 'staff', null, null, null, null, clock_timestamp(), array[${person}::uuid], '{}', '{}')
    from generate_series(1, ${n}::int)`
}

const sizeOf = async (path: string, from = url): Promise<number> => {
  const answer = await fetch(`${from}/${path}`)
  return answer.ok ? Number((await answer.text()).split('\n')[1]) : 0
}

const until = async (fact: () => Promise<boolean>, what: string, msMax = 20_000): Promise<void> => {
  const late = performance.now() + msMax
  while (!(await fact())) {
    assert.ok(performance.now() < late, what)
    await wait(50)
  }
}

const ownSize = async (from: Sql = sql): Promise<number> =>
  (await from<{ size: number }[]>`select size from log.state`)[0]?.size ?? 0

const published = async (size: number): Promise<void> =>
  until(async () => (await sizeOf('log/checkpoint')) >= size, `the quorum signed ${size} entries`)

test('a checkpoint is given out when both witnesses have signed it, and the policy file checks it', async () => {
  await start()
  await record(300)
  await published(300)
  const checkpoint = join(folder, 'checkpoint')
  await writeFile(checkpoint, await (await fetch(`${url}/log/checkpoint`)).text())
  const policy = join(folder, 'policy-as-published')
  await writeFile(policy, await (await fetch(`${url}/log/policy`)).text())
  const verify = join(import.meta.dirname, '../../../verifier/src/main.ts')
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, [
    verify,
    'checkpoint',
    checkpoint,
    '--policy',
    policy,
    '--fresh',
    '60'
  ])
  assert.match(stdout, /^VALID/)
  const whole = await run(process.execPath, [verify, 'log', `${url}/log`, '--policy', policy])
  assert.match(whole.stdout, /^VALID/)
  const status = (await (await fetch(`${url}/log/status`)).json()) as {
    witnesses: { vkey: string; seen: { size: number } }[]
  }
  assert.deepEqual(
    status.witnesses.map(({ vkey, seen }) => [vkey, seen.size]),
    witnesses.map(({ vkey }) => [vkey, 300])
  )
})

test('with a witness away the last checkpoint of the quorum stays, and goes on when it is back', async () => {
  await witnesses[1]!.kill()
  await record(10)
  await until(async () => (await ownSize()) === 310, 'entries are taken in')
  await wait(1500)
  assert.equal(await sizeOf('log/checkpoint'), 300)
  await witnesses[1]!.restart()
  await published(310)
})

test('two nodes bring checkpoints to the same witnesses', async () => {
  const second = await startTestPlatform({ logPolicy, url }, database)
  try {
    await record(5)
    await published(315)
    await record(5)
    await published(320)
    const rows = await sql`select size, count(*)::int as n from log.cosignature group by size having count(*) > 2`
    assert.deepEqual([...rows], [])
  } finally {
    await second.close()
  }
})

test('after a restart on the same database the log goes on', async () => {
  await stop()
  await start()
  await record(3)
  await published(323)
})

test('a database that is older than what a witness has seen does not start', async () => {
  await stop()
  const [current, kept] = [database, sql]
  database = await newDatabase()
  sql = openSql(database.url, { max: 2, name: 'test' })
  try {
    await openLog(sql, { url, secret: testSecret })
    await assert.rejects(start(), (error) => {
      assert.ok(error instanceof LogContradiction)
      assert.match(error.message, /The witness w[12] has seen 323 entries of this log, and the database has 0\./)
      return true
    })
    assert.equal(await ownSize(), 0)
  } finally {
    await sql.end()
    ;[database, sql] = [current, kept]
  }
})

test('a fork that grew larger does not start either', async () => {
  const [current, kept] = [database, sql]
  database = await newDatabase()
  sql = openSql(database.url, { max: 2, name: 'test' })
  try {
    await openLog(sql, { url, secret: testSecret })
    await record(400)
    // It grew while its operator had no policy set.
    const alone = await startTestPlatform({ port }, database)
    await until(async () => (await ownSize()) >= 400, 'the fork grows')
    await alone.close()
    await assert.rejects(start(), /has seen other entries among the first 323 of this log/)
    // With every witness away at start it is found out by the first checkpoint, and takes nothing in any more.
    await Promise.all(witnesses.map((witness) => witness.kill()))
    await start()
    await Promise.all(witnesses.map((witness) => witness.restart()))
    await until(async () => (await fetch(`${url}/readyz`)).status === 503, 'it is not ready any more')
    assert.match(await (await fetch(`${url}/readyz`)).text(), /a witness has seen another history/)
    assert.equal((await fetch(`${url}/healthz`)).status, 200)
    const size = await ownSize()
    await record(1)
    await wait(1000)
    assert.equal(await ownSize(), size)
    await stop()
  } finally {
    await sql.end()
    ;[database, sql] = [current, kept]
  }
  for (const witness of witnesses) assert.equal(await sizeOf(`${hashOf(log.origin)}/checkpoint`, witness.url), 323)
})

test('the log that the witnesses know goes on afterwards', async () => {
  await start()
  await record(2)
  await published(325)
})

test('a witness cannot stop the log by a lie', async () => {
  const liar = createServer((request, response) => {
    if (request.method === 'POST') response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('99999\n')
    else response.end(`${log.origin}\n99999\n${'A'.repeat(43)}=\n\n\u2014 ${log.origin} ${'A'.repeat(92)}\n`)
  }).listen(0)
  const address = liar.address()
  const liarUrl = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`
  await stop()
  await writeFile(
    logPolicy,
    `witness w1 ${witnesses[0]!.vkey} ${witnesses[0]!.url}\nwitness liar ${witnesses[1]!.vkey} ${liarUrl}\ngroup one any w1 liar\nquorum one\n`
  )
  await start()
  await record(2)
  await published(327)
  await stop()
  liar.close()
  liar.closeAllConnections()
})

test('a witness that signs with ML-DSA-44 counts', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ml-dsa-44')
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-1312))
  const key = makeVerifierKey('pq.example/w1', signatureTypes.mlDsa44Cosignature.byte, raw)
  const signer = { key, sign: (message: Uint8Array) => new Uint8Array(sign(null, message, privateKey)) }
  const witness = createServer((request, response) => {
    void (async () => {
      if (request.method === 'GET') return response.writeHead(404).end()
      const body = Buffer.concat(await request.toArray()).toString()
      const text = parseNote(body.slice(body.indexOf('\n\n') + 2))?.text ?? ''
      return response.end(formatSignatureLine(await signNote(text, signer, Math.floor(Date.now() / 1000))))
    })()
  }).listen(0)
  const address = witness.address()
  const at = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`
  await writeFile(logPolicy, `witness pq ${formatVerifierKey(key)} ${at}\nquorum pq\n`)
  await start()
  await record(2)
  await published(329)
  await stop()
  witness.close()
  witness.closeAllConnections()
})
