// Sessions in your own database: here, a table of SQLite.
import type { DatabaseSync } from 'node:sqlite'
import type { Kept, Store } from '@parley/sdk'

export const databaseStore = (db: DatabaseSync): Store => {
  db.exec('create table if not exists kept (name text primary key, value text not null) strict')
  return {
    get: async (name) => {
      const row = db.prepare('select value from kept where name = ?').get(name) as { value: string } | undefined
      return row && (JSON.parse(row.value) as Kept)
    },
    set: async (name, value) => {
      db.prepare('insert or replace into kept (name, value) values (?, ?)').run(name, JSON.stringify(value))
    },
    delete: async (name) => {
      db.prepare('delete from kept where name = ?').run(name)
    }
  }
}
