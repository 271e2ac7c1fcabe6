// One transaction on an app's database.
import type { DatabaseSync } from 'node:sqlite'

/** Runs `act` in one transaction; an error undoes all of it. */
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
