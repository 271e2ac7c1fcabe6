// Where each person stands, in the app's database.
import type { DatabaseSync } from 'node:sqlite'
import { nowMs } from '../clock.ts'
import type { Places } from './converse.ts'
import type { State } from './state.ts'

// Somebody who has not talked for so long begins anew.
const keepMs = 90 * 24 * 60 * 60 * 1000

export const placesInStore = (db: DatabaseSync): Places => ({
  get: (who) => {
    const row = db.prepare('select state from place where who = ?').get(who)
    return row && (JSON.parse(row['state'] as string) as State)
  },
  set: (who, state) => {
    db.prepare('delete from place where at < ? or who = ?').run(nowMs() - keepMs, who)
    if (state)
      db.prepare('insert into place (who, state, at) values (?, ?, ?)').run(who, JSON.stringify(state), nowMs())
  }
})
