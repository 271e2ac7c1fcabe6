// A fresh database for a test file, cloned from a template that has all migrations.
import { deriveKey } from '@parley/server/base/derive-key.ts'
import { sha256 } from '@parley/server/base/hash.ts'
import { migrate, readMigrations } from '@parley/server/base/migrate.ts'
import { newId } from '@parley/server/base/random.ts'
import { openPartnerSql, openSql } from '@parley/server/base/sql.ts'
import { readTestCluster } from './config.ts'

/** All test platforms share it, as they share the cluster's partner role. */
export const testSecret = deriveKey('test', 'test').toString('hex')

export type TestDatabase = { url: string; drop: () => Promise<void> }

const withName = (clusterUrl: string, name: string): string => {
  const url = new URL(clusterUrl)
  url.pathname = `/${name}`
  return url.href
}

const ensureTemplate = async (clusterUrl: string): Promise<string> => {
  const migrations = await readMigrations()
  const digest = sha256(migrations.map((m) => m.sha256).join()).toString('hex')
  const name = `template_${digest.slice(0, 16)}`
  const cluster = openSql(clusterUrl, { max: 1, name: 'test setup' })
  try {
    // Test files start side by side: the first one builds, the others wait.
    await cluster`select pg_advisory_lock(4000002)`
    const found = await cluster`select from pg_database where datname = ${name}`
    if (found.length > 0) return name
    await cluster.unsafe(`drop database if exists "${name}_building" with (force)`)
    await cluster.unsafe(`create database "${name}_building"`)
    const url = withName(clusterUrl, `${name}_building`)
    const sql = openSql(url, { max: 1, name: 'test setup' })
    await migrate(sql)
    await (await openPartnerSql(sql, url, testSecret, { max: 1, name: 'test setup' })).end()
    await sql.end()
    await cluster.unsafe(`alter database "${name}_building" rename to "${name}"`)
    return name
  } finally {
    await cluster.end()
  }
}

/** Needs the cluster that `npm test` starts (PARLEY_TEST_DATABASE_URL). */
export const openTestDatabase = async (): Promise<TestDatabase> => {
  const clusterUrl = readTestCluster()
  const template = await ensureTemplate(clusterUrl)
  const name = `test_${newId().replaceAll('-', '')}`
  const cluster = openSql(clusterUrl, { max: 1, name: 'test setup' })
  await cluster.unsafe(`create database "${name}" template "${template}"`)
  await cluster.end()
  return {
    url: withName(clusterUrl, name),
    drop: async () => {
      const last = openSql(clusterUrl, { max: 1, name: 'test setup' })
      await last.unsafe(`drop database "${name}" with (force)`)
      await last.end()
    }
  }
}
