// Makes the platform's database inside a cluster when it is not there.
import { openSql } from './sql.ts'

/** Returns the URL of the named database in the cluster of `clusterUrl`. */
export const ensureDatabase = async (clusterUrl: string, name: string): Promise<string> => {
  const sql = openSql(clusterUrl, { max: 1, name: 'parley setup' })
  try {
    const found = await sql`select from pg_database where datname = ${name}`
    if (found.length === 0) await sql.unsafe(`create database "${name}"`)
  } finally {
    await sql.end()
  }
  const url = new URL(clusterUrl)
  url.pathname = `/${name}`
  return url.href
}
