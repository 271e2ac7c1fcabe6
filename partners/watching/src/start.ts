// Starts the app: its pages, the addresses for media servers, and what sends in the background.
import { html, openSite, type SiteConfig } from '@parley/site'
import type { Ask } from '@parley/sdk'
import type { DatabaseSync } from 'node:sqlite'
import { hookRoutes } from './hooks/hook-routes.ts'
import { landing } from './pages/landing.ts'
import { ownSettings } from './pages/settings-page.ts'
import { tvShelf } from './pages/tv-page.ts'
import { ownRoutes } from './routes/own-routes.ts'
import { readShelf, shelfRoutes } from './routes/shelf-routes.ts'
import { schema } from './schema.ts'
import { startSender } from './shares/sender.ts'

/**
 * The least that the story needs: writing films and episodes, reading the answers to them (texts), and the names to choose from. A new
 * permission takes the place of the old one, so it reaches back to what was sent under that.
 */
const askFor = (db: DatabaseSync, person: string | undefined): Ask => ({
  actions: ['read', 'write'],
  friends: true,
  messages: 'own',
  where: 'chosen',
  from: person && db.prepare('select 1 from share where person = ? limit 1').get(person) ? 'all_history' : 'from_now',
  until: '90_days',
  kinds: ['film', 'episode', 'text']
})

const lantern = html`<svg viewBox="0 0 32 32" aria-hidden="true">
  <path d="M11 8a5 5 0 0 1 10 0M9 8h14l2 4-2 14H9L7 12z" />
  <circle cx="16" cy="18" r="4" />
</svg>`

/** Starts listening. Throws when the port or the folder cannot be used. */
export const startWatching = async (config: SiteConfig): Promise<{ url: string; close: () => Promise<void> }> => {
  const site = await openSite({
    name: 'Watching',
    config,
    schema,
    ask: (db, person) => askFor(db, person?.id),
    needs:
      'To share a title, allow Watching to write messages and to see the names of the people you choose, and tick the kinds films and episodes. To see the replies here, allow it to read messages and tick texts, too: it reads what it sent and the answers to it, nothing else.',
    rights: {
      write: { name: 'Send titles for you', what: 'with a note, labelled as sent by Watching' },
      read: {
        name: 'Read replies',
        what: 'to the titles that it sent, nothing else',
        lacks: [
          'Watching may not read replies',
          'Your friends may have answered; Parley shows their answers. To show them here, allow Watching to read messages.'
        ]
      },
      friends: { name: 'See names', what: 'of the friends in the conversations that you chose' }
    },
    places: [
      ['/', 'Shelf'],
      ['/player', 'Player']
    ],
    brand: lantern,
    assets: new URL('../public/', import.meta.url),
    scripts: [new URL('client/', import.meta.url)],
    landing,
    settings: ownSettings,
    sayings: {
      token: 'These are your new addresses. The old ones no longer work.',
      saved: 'Saved.'
    }
  })
  const { app, db, parley } = site
  const sender = startSender(
    db,
    async (person) => {
      const session = db.prepare('select parley_session from person where id = ?').get(person)?.['parley_session']
      return typeof session === 'string' ? parley.session(session) : undefined
    },
    (error) => app.log.error(error)
  )
  hookRoutes(site, sender.wake)
  shelfRoutes(site)
  ownRoutes(site)
  site.screen('/tv', {
    title: 'Watching on this television',
    body: async (person) => {
      const connection = await site.connection(person)
      const { items } = await readShelf(site, person.id, connection)
      return tvShelf(person.name, items, connection.state)
    }
  })
  await site.listen()
  return {
    url: config.url,
    close: async () => {
      await sender.close()
      await site.close()
    }
  }
}
