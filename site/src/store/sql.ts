// Statements on an app's database, written as they are.
import type { DatabaseSync } from 'node:sqlite'

type Store = ReturnType<DatabaseSync['createTagStore']>
const stores = new WeakMap<DatabaseSync, Store>()

/** Tags for statements: sql(db).get`select … where id = ${id}`, .all, .run. Each value is bound; a statement is prepared once for a database. */
export const sql = (db: DatabaseSync): Store => {
  const store = stores.get(db) ?? db.createTagStore()
  stores.set(db, store)
  return store
}
