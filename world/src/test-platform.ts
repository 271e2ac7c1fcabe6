// A whole platform for a test file: own database, own port, real HTTP.
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '@parley/server/app.ts'
import { readConfig, type Config } from '@parley/server/base/config.ts'
import { closePlatform, openPlatform, type Platform } from '@parley/server/platform.ts'
import { openTestDatabase, type TestDatabase, testSecret } from './test-database.ts'

export type TestPlatform = Platform & { url: string; close: () => Promise<void> }

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('No free port')
  return address.port
}

/** What was opened before is closed when the next step fails: an open pool keeps the process of a test alive until it is killed. */
export const undoing = async <T>(undo: () => Promise<void>, step: () => Promise<T>): Promise<T> => {
  try {
    return await step()
  } catch (error) {
    await undo()
    throw error
  }
}

/**
 * Starts a platform; config overrides what a test needs otherwise. Limits are on unless limitFactor says more. A database that is given
 * (to start on it again) stays when the platform closes.
 */
export const startTestPlatform = async (config: Partial<Config> = {}, given?: TestDatabase): Promise<TestPlatform> => {
  const database = given ?? (await openTestDatabase())
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'))
  const port = config.port ?? (await freePort())
  const full: Config = {
    ...readConfig({
      PARLEY_PORT: String(port),
      PARLEY_LOG_LEVEL: 'error',
      PARLEY_SECRET: testSecret,
      PARLEY_DATA: dataDir
    }),
    poolSize: 6,
    partnerPoolSize: 6,
    ...config
  }
  const dropAll = async (): Promise<void> => {
    if (!given) await database.drop()
    await rm(dataDir, { recursive: true, force: true })
  }
  const platform = await undoing(dropAll, () => openPlatform(full, database.url))
  const closeAll = async (): Promise<void> => {
    await closePlatform(platform)
    await dropAll()
  }
  const app = await undoing(closeAll, () => createApp(platform))
  const close = async (): Promise<void> => {
    await app.close()
    await closeAll()
  }
  await undoing(close, () => app.listen({ host: full.host, port }))
  return { ...platform, url: full.url, close }
}
