// What postgres.js must do when sessions are lost or its pipeline is full; each of these failed before it was mended.
import assert from 'node:assert/strict'
import { createServer, connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTestDatabase } from '@parley/world/test-database.ts'
import { mendDriver } from './mend-driver.ts'
import { openSql, type Sql } from './sql.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let sql: Sql
/** Ends sessions from beside. */
let beside: Sql

before(async () => {
  database = await openTestDatabase()
  sql = openSql(database.url, { max: 2, name: 'tested' })
  beside = openSql(database.url, { max: 1, name: 'beside' })
  await beside`create table word (word text)`
})

after(async () => {
  await Promise.all([sql.end(), beside.end()])
  await database.drop()
})

const endSessions = () =>
  beside`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tested' and datname = current_database()`
const words = async (): Promise<string[]> => (await beside`select word from word`).map(({ word }) => String(word))

/** More statements than there are connections; those that meet a session just lost fail, and no later ones do. */
const worksSoon = async (): Promise<void> => {
  const all = () => Promise.all(Array.from({ length: 20 }, (_, i) => sql`select ${i}::int as i`))
  await all().catch(() => sleep(50))
  await all()
}
const sleeping = async (): Promise<void> => {
  while (
    (await beside`select from pg_stat_activity where application_name = 'tested' and query like '%pg_sleep%'`).length <
    1
  )
    await sleep(5)
}

test('a transaction whose session is lost between two statements fails, and the pool goes on', async () => {
  for (let i = 0; i < 10; i++) {
    await assert.rejects(
      sql.begin(async (tx) => {
        await tx`insert into word values ('lost')`
        await endSessions()
        await sleep(i)
        await tx`insert into word values ('also lost')`
      }),
      { code: /CONNECTION_CLOSED|57P01|ECONNRESET|EPIPE/ }
    )
    await worksSoon()
  }
  assert.deepEqual(await words(), [])
})

test('a transaction whose session is lost within a statement fails, and the pool goes on', async () => {
  for (let i = 0; i < 10; i++) {
    const lost = sql.begin(async (tx) => {
      await tx`insert into word values ('lost')`
      await tx`select pg_sleep(10)`
    })
    await Promise.all([assert.rejects(lost), sleeping().then(endSessions)])
    await worksSoon()
  }
  assert.deepEqual(await words(), [])
})

test('what a lost transaction still says reaches no other session', async () => {
  const one = openSql(database.url, { max: 1, name: 'tested' })
  const { promise: begun, resolve: hasBegun } = Promise.withResolvers<void>()
  const { promise: ready, resolve: goOn } = Promise.withResolvers<void>()
  const said: unknown[] = []
  const lost = one.begin(async (tx) => {
    await tx`select 1`
    hasBegun()
    await ready
    await tx`insert into word values ('by the lost one')`.catch((error: unknown) => said.push(error))
  })
  lost.catch(() => {})
  await begun
  await endSessions()
  await assert.rejects(lost)
  // The same connection has a new session now, and a transaction of somebody else.
  await one.begin(async (tx) => {
    await tx`insert into word values ('kept')`
    goOn()
    await sleep(50)
    await tx`select 1`
  })
  assert.equal(said.length, 1)
  assert.deepEqual(await words(), ['kept'])
  await beside`delete from word`
  await one.end()
})

test('a transaction that fills the pipeline of its connection keeps it', async () => {
  const narrow = openSql(`${database.url}?max_pipeline=0`, { max: 2, name: 'narrow' })
  await Promise.all(
    Array.from({ length: 10 }, () =>
      narrow.begin(async (tx) => {
        const [one] = await tx`select pg_backend_pid() as pid, pg_current_xact_id()::text as id`
        const [two] = await tx`select pg_backend_pid() as pid, pg_current_xact_id()::text as id`
        assert.deepEqual(one, two)
      })
    )
  )
  await narrow.end()
})

test('a database that closes each session while it begins is asked with pauses, and the query fails', async () => {
  let asked = 0
  const sockets = new Set<Socket>()
  const { hostname, port } = new URL(database.url)
  let closing = true
  const gate = createServer((socket) => {
    asked += 1
    sockets.add(socket.on('error', () => {}))
    if (closing) return socket.end()
    const to = connect(Number(port), hostname).on('error', () => {})
    socket.pipe(to).pipe(socket)
    return socket
  }).listen(0, '127.0.0.1')
  await once(gate, 'listening')
  const address = gate.address() as { port: number }
  const url = new URL(database.url)
  url.port = String(address.port)
  const through = openSql(url.href, { max: 1, name: 'through' })
  await assert.rejects(through`select 1`, { code: 'CONNECTION_CLOSED' })
  const tries = Array.from({ length: 3 }, () => through`select 1`)
  for (const one of tries) await assert.rejects(one)
  assert.ok(asked <= 5, `asked ${asked} times`)
  closing = false
  await through`select 1`
  await through.end()
  for (const socket of sockets) socket.destroy()
  gate.close()
})

test('another version of the driver is not mended in silence', () => {
  assert.throws(() => mendDriver('file:///x/postgres/src/index.js', 'other'), /not the version/)
})
