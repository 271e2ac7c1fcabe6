// The parts that the rooms are built from: configuration, secret, database pools, bus, limits.
import { Barrier } from './base/barrier.ts'
import { Bus } from './base/bus.ts'
import type { Config } from './base/config.ts'
import { Limits } from './base/limits.ts'
import { loadSecret } from './base/load-secret.ts'
import { migrate } from './base/migrate.ts'
import { openPartnerSql, openSql, type Sql } from './base/sql.ts'
import { type LogKeeper, openLog } from './log/log-keeper.ts'

export type Platform = {
  config: Config
  secret: string
  databaseUrl: string
  sql: Sql
  /** Connections under the partner-facing role; only access/ uses them. */
  partnerSql: Sql
  bus: Bus
  barrier: Barrier
  limits: Limits
  log: LogKeeper
}

/** Opens the pools and brings the database up to date. The caller ends it with closePlatform. */
export const openPlatform = async (config: Config, databaseUrl: string): Promise<Platform> => {
  const secret = await loadSecret(config)
  const sql = openSql(databaseUrl, { max: config.poolSize, name: 'parley' })
  try {
    const [server] = await sql<{ version: number; track: string }[]>`
      select current_setting('server_version_num')::int as version, current_setting('track_activities') as track`
    if (!server || server.version < 150_000) throw new Error('Parley needs PostgreSQL 15 or newer')
    if (server.track !== 'on')
      throw new Error('Parley needs track_activities = on: a revoke waits for the accesses that are open')
    await migrate(sql)
    const log = await openLog(sql, { url: config.url, secret })
    const partnerSql = await openPartnerSql(sql, databaseUrl, secret, {
      max: config.partnerPoolSize,
      name: 'parley partner'
    })
    return {
      config,
      secret,
      databaseUrl,
      sql,
      partnerSql,
      bus: new Bus(),
      barrier: new Barrier(sql),
      limits: new Limits(sql, config.limitFactor),
      log
    }
  } catch (error) {
    await sql.end({ timeout: 1 })
    throw error
  }
}

export const closePlatform = async (platform: Platform): Promise<void> => {
  await Promise.all([platform.sql.end({ timeout: 5 }), platform.partnerSql.end({ timeout: 5 })])
}
