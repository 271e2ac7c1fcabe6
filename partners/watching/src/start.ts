// Starts the app: its pages, and the addresses for media servers.
import { html, openSite, type Site, type SiteConfig, type SiteOptions } from '@parley/site'
import { hookRoutes } from './hooks/hook-routes.ts'
import { finishingPage } from './pages/finishing-page.ts'
import { landing } from './pages/landing.ts'
import { playerPage } from './pages/player-page.ts'
import { ownSettings } from './pages/settings-page.ts'
import { shelfPage } from './pages/shelf-page.ts'
import { titlePage } from './pages/title-page.ts'
import { tvPage } from './pages/tv-page.ts'
import { schema } from './schema.ts'
import { shareTitles } from './share-titles.ts'

const options = {
  name: 'Watching',
  schema,
  // The least that the story needs: writing films and episodes, reading the answers to them (texts), and the names to choose from.
  ask: {
    actions: ['read', 'write'],
    friends: true,
    messages: 'own',
    where: 'chosen',
    from: 'from_now',
    until: '90_days',
    kinds: ['film', 'episode', 'text']
  },
  shares: shareTitles,
  needs:
    'To share a title, allow Watching to write messages and to see the names of the people you choose, and tick the kinds films and episodes. To see the replies here, allow it to read messages and tick texts, too: it reads what it sent and the answers to it, nothing else.',
  rights: {
    write: { name: 'Send titles for you', what: 'with a note, labelled as sent by Watching' },
    read: { name: 'Read replies', what: 'to the titles that it sent, nothing else' }
  },
  places: [
    ['/', 'Shelf'],
    ['/player', 'Player']
  ],
  brand: html`<img src="/assets/icon.svg" alt="" />`,
  assets: new URL('../public/', import.meta.url),
  scripts: [new URL('client/', import.meta.url)],
  landing,
  settings: ownSettings,
  sayings: { token: 'These are your new addresses. The old ones no longer work.', saved: 'Saved.' }
} satisfies Omit<SiteOptions, 'config'>

/** The app, before it listens. Throws when the folder cannot be used. */
export const openWatching = async (config: SiteConfig): Promise<Site> => {
  const site = await openSite({ ...options, config })
  for (const open of [hookRoutes, shelfPage, titlePage, playerPage, finishingPage, tvPage]) open(site)
  return site
}

/** Starts listening. Throws when the port or the folder cannot be used. */
export const startWatching = async (config: SiteConfig): Promise<{ url: string; close: () => Promise<void> }> => {
  const site = await openWatching(config)
  await site.listen()
  return { url: config.url, close: site.close }
}
