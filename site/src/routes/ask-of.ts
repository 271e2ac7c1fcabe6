// What a site asks Parley for.
import type { Ask } from '@parley/sdk'
import type { Person } from '../people/person.ts'
import type { Site } from '../site.ts'

/** person: who connects again; left out for a first login. */
export const askOf = ({ options, db }: Pick<Site, 'options' | 'db'>, person?: Person): Ask =>
  typeof options.ask === 'function' ? options.ask(db, person) : options.ask
