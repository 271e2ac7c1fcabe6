// What a command runs on: the database of the platform that runs on this data folder, or of one that does not run.
import { type Config, readConfig } from './base/config.ts'
import { openSql } from './base/sql.ts'
import { type Database, openDatabase, runningDatabase, runningUrl } from './open-database.ts'
import { closePlatform, openPlatform, type Platform } from './platform.ts'

// A platform that was killed leaves its address behind; then the database is started here.
const findDatabase = async (config: Config): Promise<Pick<Database, 'url' | 'close'> & { isAlone: boolean }> => {
  const startHere = async () => ({ ...(await openDatabase(config)), isAlone: true })
  const url = await runningDatabase(config)
  if (url === undefined) return startHere()
  const sql = openSql(url, { max: 1, name: 'parley command' })
  try {
    await sql`select 1`
    return { url, close: async () => {}, isAlone: false }
  } catch (error) {
    if (config.databaseUrl !== undefined) throw error
    return await startHere()
  } finally {
    await sql.end()
  }
}

/** Opens pools of its own, runs the command, and closes what it opened. isAlone: the data folder's database had to be started for it. */
export const besidePlatform = async (run: (platform: Platform, isAlone: boolean) => Promise<void>): Promise<void> => {
  const own = { ...readConfig(), poolSize: 2, partnerPoolSize: 1 }
  const database = await findDatabase(own)
  try {
    const url = database.isAlone ? undefined : await runningUrl(own)
    const platform = await openPlatform({ ...own, ...(url !== undefined && { url }) }, database.url)
    try {
      await run(platform, database.isAlone)
    } finally {
      await closePlatform(platform)
    }
  } finally {
    await database.close()
  }
}
