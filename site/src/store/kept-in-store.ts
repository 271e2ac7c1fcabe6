// The SDK's store, in an app's own database.
import type { Kept, Store } from '@parley/sdk'
import { nowMs } from '../clock.ts'
import type { DatabaseSync } from 'node:sqlite'

/** Keeps logins under way and sessions as JSON in the table `kept`. */
export const keptInStore = (db: DatabaseSync): Store => ({
  get: async (name) => {
    const row = db.prepare('select value from kept where name = ?').get(name)
    return row ? (JSON.parse(row['value'] as string) as Kept) : undefined
  },
  set: async (name, value) => {
    db.prepare('delete from kept where ends_at < ?').run(nowMs())
    db.prepare('insert or replace into kept (name, value, ends_at) values (?, ?, ?)').run(
      name,
      JSON.stringify(value),
      'expiresAt' in value ? value.expiresAt : null
    )
  },
  delete: async (name) => {
    db.prepare('delete from kept where name = ?').run(name)
  }
})
