// What Music asks Parley for.
import type { Ask } from '@parley/sdk'
import type { Person } from '@parley/site'
import type { DatabaseSync } from 'node:sqlite'
import { listShares } from './shares/share.ts'

/**
 * All that sharing a song needs: what Music writes, the replies to it, deleting it, and the names to choose from. A new permission takes the
 * place of the old one, so it reaches back to the songs that were shared under that.
 */
export const askFor = (db: DatabaseSync, person: Person | undefined): Ask => ({
  actions: ['read', 'write', 'delete'],
  friends: true,
  messages: 'own',
  where: 'chosen',
  from: person && listShares(db, person.id, 1).length > 0 ? 'all_history' : 'from_now',
  until: '90_days'
})
