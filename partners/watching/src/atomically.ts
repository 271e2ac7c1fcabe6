// Runs several statements as one.
import type { DatabaseSync } from 'node:sqlite'

/** All that `act` writes is kept, or nothing of it. */
export const atomically = <T>(db: DatabaseSync, act: () => T): T => {
  db.exec('begin immediate')
  try {
    const result = act()
    db.exec('commit')
    return result
  } catch (error) {
    db.exec('rollback')
    throw error
  }
}
