// The database of what this witness has seen, held by one process at a time.
import { DatabaseSync } from 'node:sqlite'

/**
 * A commit is on the disk when it returns. The lock is the operating system's: it ends with the process, however that ends. Throws with
 * a sentence for the operator when another process holds the file.
 */
export const openStore = (path: string, schema: string): DatabaseSync => {
  const store = new DatabaseSync(path)
  try {
    store.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full')
    // Takes the lock now and not with the first write.
    store.exec(`begin exclusive; ${schema}; commit`)
  } catch (error) {
    store.close()
    if (error instanceof Error && /locked|busy/.test(error.message))
      throw new Error(`Another witness is running on ${path}. Stop it first, or give this one another folder.`, {
        cause: error
      })
    throw error
  }
  return store
}

/** All of it or nothing. */
export const inTransaction = (store: DatabaseSync, work: () => void): void => {
  store.exec('begin immediate')
  try {
    work()
    store.exec('commit')
  } catch (error) {
    store.exec('rollback')
    throw error
  }
}
