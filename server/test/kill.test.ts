// Killing the platform and its database under load: what was answered holds, and nothing is done that has no entry.
import assert from 'node:assert/strict'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeActor } from '@parley/world/test-actor.ts'
import { registerTestClient } from '@parley/world/test-client.ts'
import { testSecret } from '@parley/world/test-database.ts'
import { connectTestApp, openTestApp } from '@parley/world/test-login.ts'
import { befriend, signUpPerson, type TestPerson } from '@parley/world/test-person.ts'
import { freePort, type TestPlatform } from '@parley/world/test-platform.ts'
import { startServer, startTestProcess, type ServerProcess, type TestProcess } from '@parley/world/test-process.ts'
import { readConfig } from '../src/base/config.ts'
import { startEmbedded } from '../src/base/embedded-postgres.ts'
import { closePlatform, openPlatform } from '../src/platform.ts'
import { checkAfterCrashes } from './crash-checks.ts'
import { CrashLoad } from './crash-load.ts'

const kills = Number(process.env['PARLEY_TEST_KILLS'] ?? 20)
const limits = { PARLEY_LIMIT_FACTOR: '1000000' }

/** Four people, two direct conversations and a group; senders, apps that write and read, and a login that is refreshed. */
const startLoad = async (parley: TestPlatform): Promise<CrashLoad> => {
  const handles = ['ana', 'ben', 'cara', 'dora']
  const [ana, ben, cara, dora] = (await Promise.all(handles.map((handle) => signUpPerson(parley, handle)))) as [
    TestPerson,
    TestPerson,
    TestPerson,
    TestPerson
  ]
  for (const [a, b] of [
    [ana, ben],
    [cara, dora],
    [ana, cara]
  ] as const)
    await befriend(a, b)
  const open = async (by: TestPerson, what: object) =>
    (await by.post<{ id: string }>('/api/conversations', what)).body.id
  const one = await open(ana, { kind: 'direct', person: ben.id })
  const two = await open(cara, { kind: 'direct', person: dora.id })
  const group = await open(ana, { kind: 'group', title: 'Hike', people: [ben.id, cara.id] })
  const actor = await makeActor(parley, { actions: ['read', 'write', 'delete'] }, { person: ana })
  const other = await makeActor(parley, { actions: ['read', 'write', 'delete'] }, { person: cara })
  const login = await openTestApp(parley, await registerTestClient(parley, { clientId: 'portal' }))
  const asked = { scope: 'openid offline_access', details: [{ actions: ['read' as const] }] }
  const tokens = await connectTestApp(parley, dora, login, asked, 'Allow', {
    tick: { action: ['read'], conversation: [two] }
  })

  const load = new CrashLoad(parley.url)
  load.sendByHttp(ana, one)
  load.sendByHttp(ben, one)
  load.sendByHttp(cara, group)
  load.sendByHttp(dora, two)
  load.sendBySocket(ben, group)
  load.sendBySocket(cara, two)
  load.write(actor, one)
  load.write(other, group)
  load.read(actor, one)
  load.read(actor, group)
  load.read(other, two)
  load.refresh(login, tokens)
  return load
}

const temporary = async (): Promise<{ folder: string; remove: () => Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-kill-'))
  // As root the server runs as another user, who must be able to pass through.
  await chmod(folder, 0o711)
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** The process id of the PostgreSQL in a data folder. */
const postgresOf = async (folder: string): Promise<number> =>
  Number((await readFile(join(folder, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])

/** More requests than there are connections are all answered well soon after the database is back. */
const answersSoon = async (parley: TestProcess, person: TestPerson): Promise<void> => {
  // Less than a connection that hangs takes to give up (connect_timeout in base/sql.ts), and far more than a slow machine needs.
  const late = performance.now() + 9000
  const me = () =>
    fetch(`${parley.url}/api/me`, { headers: { cookie: person.cookie }, signal: AbortSignal.timeout(8000) })
  for (;;) {
    const answers = await Promise.allSettled(Array.from({ length: 30 }, me))
    if (answers.every((answer) => answer.status === 'fulfilled' && answer.value.status === 200)) return
    const { child, said } = parley.server()
    assert.equal(child.exitCode, null, `the platform has ended: ${said.join('').slice(-2000)}`)
    assert.ok(performance.now() < late, 'the platform answers soon after its database is back')
    await sleep(50)
  }
}

/** Waits for two: the first may have been answered before the last kill. */
const refreshesGoOn = async (load: CrashLoad): Promise<void> => {
  const wanted = load.refreshed + 2
  for (const late = performance.now() + 30_000; load.refreshed < wanted; await sleep(20))
    assert.ok(performance.now() < late, 'refresh tokens still work')
}

test(`the platform is killed ${kills} times under load`, async (t) => {
  const parley = await startTestProcess(limits)
  try {
    const load = await startLoad(parley)
    t.after(() => load.abandon())
    const startMs: number[] = []
    for (let i = 0; i < kills; i++) {
      // Other moments each time, so that all kinds of work are cut.
      await sleep(100 + ((i * 97) % 300))
      await parley.kill()
      const from = performance.now()
      await parley.restart()
      startMs.push(performance.now() - from)
    }
    await refreshesGoOn(load)
    await load.stop()
    t.diagnostic(`${kills} kills: ${load.counts()}; started again in ${Math.round(Math.max(...startMs))} ms at most`)
    await checkAfterCrashes(parley.sql, load)
    assert.ok(load.lost > 0)
  } finally {
    await parley.close()
  }
})

test('PostgreSQL is killed twice under load, and the platform goes on when it is back', async (t) => {
  const { folder, remove } = await temporary()
  const port = await freePort()
  let database = await startEmbedded(folder, port)
  const parley = await startTestProcess({ ...limits, DATABASE_URL: database.url })
  try {
    const eve = await signUpPerson(parley, 'eve')
    const load = await startLoad(parley)
    t.after(() => load.abandon())
    for (let i = 0; i < 2; i++) {
      await sleep(700)
      // An immediate shutdown: no checkpoint, and the next start recovers from the log.
      process.kill(await postgresOf(folder), 'SIGQUIT')
      await database.ended
      await sleep(100)
      database = await startEmbedded(folder, port)
      await answersSoon(parley, eve)
    }
    await refreshesGoOn(load)
    await load.stop()
    t.diagnostic(`2 immediate shutdowns: ${load.counts()}`)
    await checkAfterCrashes(parley.sql, load)
    assert.equal(parley.server().child.exitCode, null)
  } finally {
    await parley.close()
    await database.stop()
    await remove()
  }
})

const lookInside = async (env: Record<string, string>): Promise<TestPlatform> => {
  const url = (await readFile(join(env['PARLEY_DATA'] ?? '', 'database-url'), 'utf8')).trim()
  const config = { ...readConfig(env), poolSize: 3, partnerPoolSize: 1 }
  const platform = await openPlatform(config, url)
  return { ...platform, url: config.url, close: () => closePlatform(platform) }
}

const endsWith = async ({ exit, child }: ServerProcess): Promise<number | null> => {
  await exit
  return child.exitCode
}

test('the platform is killed and leaves its own PostgreSQL behind; the next start takes it over, a second one is refused', async (t) => {
  const { folder, remove } = await temporary()
  const port = await freePort()
  const env = {
    PATH: process.env['PATH'] ?? '',
    PARLEY_PORT: String(port),
    PARLEY_DATA: folder,
    PARLEY_SECRET: testSecret,
    PARLEY_LOG_LEVEL: 'error',
    ...limits
  }
  let server = await startServer(env)
  try {
    const prepared = await lookInside(env)
    const load = await startLoad(prepared)
    t.after(() => load.abandon())
    await prepared.close()
    for (let i = 0; i < 2; i++) {
      await sleep(700)
      const orphan = await postgresOf(folder)
      server.child.kill('SIGKILL')
      await server.exit
      process.kill(orphan, 0)
      server = await startServer(env)
      assert.throws(() => process.kill(orphan, 0))
    }
    await assert.rejects(
      startServer({ ...env, PARLEY_PORT: String(await freePort()) }),
      /Another Parley is running on the data folder .*\. Stop it first, or set PARLEY_DATA to another folder\./
    )
    await sleep(300)
    await load.stop()
    t.diagnostic(`2 kills with an orphan: ${load.counts()}`)
    const inside = await lookInside(env)
    await checkAfterCrashes(inside.sql, load)
    await inside.close()
  } finally {
    server.child.kill('SIGTERM')
    assert.equal(await endsWith(server), 0)
    await remove()
  }
})

test('a platform whose own PostgreSQL is killed says so and ends, and starts again', async () => {
  const { folder, remove } = await temporary()
  const env = {
    PATH: process.env['PATH'] ?? '',
    PARLEY_PORT: String(await freePort()),
    PARLEY_DATA: folder,
    PARLEY_LOG_LEVEL: 'fatal'
  }
  let server = await startServer(env)
  try {
    process.kill(await postgresOf(folder), 'SIGQUIT')
    assert.equal(await endsWith(server), 1)
    assert.match(server.said.join(''), /its PostgreSQL has ended/)
    server = await startServer(env)
  } finally {
    server.child.kill('SIGTERM')
    await server.exit
    await remove()
  }
})
