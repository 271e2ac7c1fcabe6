// Starts the app: its pages, and its address for scrobblers.
import { html, openSite, type SiteConfig } from '@parley/site'
import { listenRoutes } from './listens/listen-routes.ts'
import { landing } from './pages/landing.ts'
import { pageRoutes } from './routes/page-routes.ts'
import { schema } from './schema.ts'
import { shareSongs } from './share-songs.ts'

const record = html`<svg viewBox="0 0 32 32" aria-hidden="true">
  <circle cx="16" cy="16" r="15" />
  <path d="M1 16a15 15 0 0 1 15-15v9a6 6 0 0 0-6 6z" />
  <circle cx="16" cy="16" r="3.5" />
</svg>`

/** Starts listening. Throws when the port or the folder cannot be used. close() ends open requests, then the database. */
export const startMusic = async (config: SiteConfig): Promise<{ url: string; close: () => Promise<void> }> => {
  const site = await openSite({
    name: 'Music',
    config,
    schema,
    // All that sharing a song needs: what Music writes, the replies to it, deleting it, and the names to choose from.
    ask: {
      actions: ['read', 'write', 'delete'],
      friends: true,
      messages: 'own',
      where: 'chosen',
      from: 'from_now',
      until: '90_days'
    },
    shares: shareSongs,
    needs: 'To share a song, allow Music to write messages and to see the names of the people you choose.',
    rights: {
      write: { name: 'Send songs for you', what: 'with a note, labelled as sent by Music' },
      read: { name: 'Read replies', what: 'to the songs that it sent, nothing else' },
      delete: { name: 'Delete', what: 'songs that it sent' }
    },
    places: [
      ['/', 'Listen'],
      ['/history', 'History'],
      ['/shares', 'Shares']
    ],
    brand: record,
    assets: new URL('../public/', import.meta.url),
    // The player looks at the clock, too.
    scripts: [new URL('client/', import.meta.url), new URL('clock.ts', import.meta.url)],
    landing,
    sayings: { token: 'This is your new token. The old one no longer works.' }
  })
  listenRoutes(site)
  pageRoutes(site)
  await site.listen()
  return { url: config.url, close: site.close }
}
