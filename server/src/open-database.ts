// The database that the configuration names: the operator's, or the embedded one in the data folder.
import type { Config } from './base/config.ts'
import { lockData } from './base/data-lock.ts'
import { startEmbedded } from './base/embedded-postgres.ts'
import { ensureDatabase } from './base/ensure-database.ts'

export type Database = { url: string; close: () => Promise<void> }

/** Starts the embedded server unless a URL is configured. Throws when another process runs on the data folder. */
export const openDatabase = async (config: Config): Promise<Database> => {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, close: async () => {} }
  const lock = await lockData(config.dataDir)
  try {
    const embedded = await startEmbedded(config.dataDir)
    const url = await ensureDatabase(embedded.url, 'parley')
    return {
      url,
      close: async () => {
        await embedded.stop()
        await lock.release()
      }
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}
