// Where each person stands, in the app's database.
import { nowMs } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'
import type { State } from './state.ts'
import type { Place } from './turn.ts'

// Somebody who has not talked for so long begins anew.
const keepMs = 90 * 24 * 60 * 60 * 1000

/** who: `web` or `alexa`, and the person. */
export const placeInStore = (db: DatabaseSync, who: string): Place => ({
  get: () => {
    const row = db.prepare('select state from place where who = ?').get(who) as { state: string } | undefined
    return row && (JSON.parse(row.state) as State)
  },
  set: (state) => {
    db.prepare('delete from place where at < ? or who = ?').run(nowMs() - keepMs, who)
    if (state)
      db.prepare('insert into place (who, state, at) values (?, ?, ?)').run(who, JSON.stringify(state), nowMs())
  }
})
