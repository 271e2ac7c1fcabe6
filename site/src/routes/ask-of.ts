// What a site asks Parley for.
import type { Ask } from '@parley/sdk'
import type { Person } from '../people/person.ts'
import type { Site } from '../site.ts'

/**
 * person: who connects again; left out for a first login. A new permission takes the place of the old one, so where it is about what the app
 * wrote, it reaches back to what was shared under that.
 */
export const askOf = ({ options, db, shares }: Pick<Site, 'options' | 'db' | 'shares'>, person?: Person): Ask => {
  const ask = typeof options.ask === 'function' ? options.ask(db, person) : options.ask
  const reachesBack = ask.from === 'from_now' && ask.messages === 'own' && options.shares
  return reachesBack && person && shares.list(person.id, 1).length > 0 ? { ...ask, from: 'all_history' } : ask
}
