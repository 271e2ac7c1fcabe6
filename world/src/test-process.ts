// The platform as a process of its own for tests, which can be killed and started again on the same address and database.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '@parley/server/base/config.ts'
import { closePlatform, openPlatform } from '@parley/server/platform.ts'
import { openTestDatabase, testSecret } from './test-database.ts'
import { freePort, type TestPlatform, undoing } from './test-platform.ts'

const main = join(import.meta.dirname, '../../server/src/main.ts')
const readyMsMax = 30_000

/** said: what the process wrote, both outputs. exit settles when it has ended. */
export type ServerProcess = { pid: number; said: string[]; exit: Promise<unknown>; child: ChildProcess }

/** Resolves when the platform answers; throws with its words when it ends before. */
export const startServer = async (env: Record<string, string>): Promise<ServerProcess> => {
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  const exit = once(child, 'close')
  let isReady = false
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said.push(text)
        if (!text.includes('Parley answers at')) return
        isReady = true
        resolve()
      })
    }
  })
  const late = AbortSignal.timeout(readyMsMax)
  const failed = Promise.race([exit, once(late, 'abort')]).then(() => {
    // One that came later would keep the process of the test alive.
    if (!isReady) child.kill('SIGKILL')
    throw new Error(`The platform did not start: ${said.join('')}`)
  })
  // After it is ready its end is expected.
  failed.catch(() => {})
  await Promise.race([ready, failed])
  return { pid: child.pid!, said, exit, child }
}

export type TestProcess = TestPlatform & {
  server: () => ServerProcess
  /** kill -9, and waits for the end. */
  kill: () => Promise<void>
  /** Starts it again; what was said before is kept. */
  restart: () => Promise<void>
}

/**
 * The pools of the returned platform are this process's own, for preparing and looking; HTTP is answered by the other process.
 * DATABASE_URL in env: a database of the caller instead of a fresh one of the test cluster.
 */
export const startTestProcess = async (env: Record<string, string> = {}): Promise<TestProcess> => {
  const given = env['DATABASE_URL']
  const database = given === undefined ? await openTestDatabase() : { url: given, drop: async () => {} }
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'))
  const full = {
    PARLEY_PORT: String(await freePort()),
    PARLEY_LOG_LEVEL: 'error',
    PARLEY_SECRET: testSecret,
    PARLEY_DATA: dataDir,
    DATABASE_URL: database.url,
    ...env
  }
  const config = { ...readConfig(full), poolSize: 4, partnerPoolSize: 2 }
  const platform = await openPlatform(config, database.url)
  const dropAll = async () => {
    await closePlatform(platform)
    await database.drop()
    await rm(dataDir, { recursive: true, force: true })
  }
  let server = await undoing(dropAll, () => startServer(full))
  const kill = async () => {
    server.child.kill('SIGKILL')
    await server.exit
  }
  return {
    ...platform,
    url: config.url,
    server: () => server,
    kill,
    restart: async () => {
      server = await startServer(full)
    },
    close: async () => {
      await kill()
      await dropAll()
    }
  }
}
