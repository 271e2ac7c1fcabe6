// Brings the database to the state that this code needs: numbered SQL files, each applied once, never changed afterwards.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from './hash.ts'
import type { Sql } from './sql.ts'

export const migrationsDir = join(import.meta.dirname, '../../migrations')
const lockKey = 4_000_001

export type Migration = { name: string; text: string; sha256: string }

/** All migrations in order. Throws when a name does not look like NNNN-room-what.sql or a number comes twice. */
export const readMigrations = async (dir: string = migrationsDir): Promise<Migration[]> => {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort()
  const numbers = new Set<string>()
  for (const name of names) {
    if (!/^\d{4}-[a-z]+-[a-z0-9-]+\.sql$/.test(name))
      throw new Error(`Migration ${name} is not named NNNN-room-what.sql`)
    if (numbers.has(name.slice(0, 4))) throw new Error(`Two migrations have the number ${name.slice(0, 4)}`)
    numbers.add(name.slice(0, 4))
  }
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(dir, name), 'utf8')
      return { name, text, sha256: sha256(text).toString('hex') }
    })
  )
}

/**
 * Applies what is missing, each file in a transaction of its own; a crash in between leaves whole files only. Nodes that start at the
 * same time take turns. Throws when an applied file has changed or is gone, or when a new file sorts before an applied one.
 */
export const migrate = async (sql: Sql, dir?: string): Promise<string[]> => {
  const migrations = await readMigrations(dir)
  const connection = await sql.reserve()
  try {
    await connection`select pg_advisory_lock(${lockKey})`
    await connection`create schema if not exists base`
    await connection`create table if not exists base.migration (
      name text primary key, sha256 text not null, at timestamptz not null default clock_timestamp())`
    const applied = await connection<
      { name: string; sha256: string }[]
    >`select name, sha256 from base.migration order by name`
    for (const [place, row] of applied.entries()) {
      const file = migrations[place]
      if (file?.name !== row.name) {
        throw new Error(`The database has migration ${row.name}, this code has ${file?.name ?? 'none'} in its place`)
      }
      if (file.sha256 !== row.sha256) throw new Error(`Migration ${row.name} was changed after it was applied`)
    }
    const missing = migrations.slice(applied.length)
    for (const file of missing) {
      await connection
        .unsafe(
          `begin;\n${file.text}\n;insert into base.migration (name, sha256) values ('${file.name}', '${file.sha256}');commit`
        )
        .simple()
        .catch(async (error: Error) => {
          await connection`rollback`
          throw new Error(`Migration ${file.name} failed: ${error.message}`, { cause: error })
        })
    }
    return missing.map((file) => file.name)
  } finally {
    await connection`select pg_advisory_unlock(${lockKey})`
    connection.release()
  }
}
