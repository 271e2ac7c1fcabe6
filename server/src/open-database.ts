// The database that the configuration names: the operator's, or the embedded one in the data folder.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './base/config.ts'
import { lockData } from './base/data-lock.ts'
import { startEmbedded } from './base/embedded-postgres.ts'
import { ensureDatabase } from './base/ensure-database.ts'

/** ended settles when an embedded server ends that nobody has closed: without it the platform cannot go on. */
export type Database = { url: string; ended: Promise<void>; close: () => Promise<void> }

const never = new Promise<void>(() => {})

// The embedded server has another port at each start; commands beside a running platform find it here. It names the password, so
// only the owner may read it.
const addressFile = (config: Config): string => join(config.dataDir, 'database-url')

/** The database of the platform that runs on this data folder, or what is configured; undefined when none runs. */
export const runningDatabase = async (config: Config): Promise<string | undefined> =>
  config.databaseUrl ?? (await readFile(addressFile(config), 'utf8').catch(() => undefined))?.trim()

const urlFile = (config: Config): string => join(config.dataDir, 'platform-url')

/** The address of the platform that runs on this data folder, whatever the configuration of whoever asks; undefined when a database is configured. */
export const runningUrl = async (config: Config): Promise<string | undefined> =>
  config.databaseUrl === undefined
    ? (await readFile(urlFile(config), 'utf8').catch(() => undefined))?.trim()
    : undefined

/** Starts the embedded server unless a URL is configured. Throws when another process runs on the data folder. */
export const openDatabase = async (config: Config): Promise<Database> => {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, ended: never, close: async () => {} }
  const lock = await lockData(config.dataDir)
  try {
    const embedded = await startEmbedded(config.dataDir)
    const url = await ensureDatabase(embedded.url, 'parley')
    await rm(addressFile(config), { force: true })
    await writeFile(urlFile(config), `${config.url}\n`)
    await writeFile(addressFile(config), `${url}\n`, { mode: 0o600 })
    let closing = false
    return {
      url,
      ended: embedded.ended.then(() => (closing ? never : undefined)),
      close: async () => {
        closing = true
        await rm(addressFile(config), { force: true })
        await embedded.stop()
        await lock.release()
      }
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}
