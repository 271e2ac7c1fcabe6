// Several changes that happen together or not at all.
import type { DatabaseSync } from 'node:sqlite'

/** Runs `act`, which must not wait for anything, in one transaction. */
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
