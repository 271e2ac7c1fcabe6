// Starts the app: its pages, the watched folder, and the addresses for the core system and Wise.
import { html, openSite } from '@parley/site'
import type { Ask } from '@parley/sdk'
import { join } from 'node:path'
import type { BankConfig } from './config.ts'
import { importFile, sweepImports } from './imports/import-file.ts'
import { openInbox } from './imports/inbox.ts'
import { landing } from './pages/landing.ts'
import { demoRoutes } from './routes/demo-routes.ts'
import { fileRoutes } from './routes/file-routes.ts'
import { transferRoutes } from './routes/transfer-routes.ts'
import { schema } from './schema.ts'
import { wiseRoutes } from './wise/wise-routes.ts'

/** The least that the story needs: writing receipts, and the names to choose from. Nothing is read or deleted. */
const ask: Ask = {
  actions: ['write'],
  friends: true,
  where: 'chosen',
  from: 'from_now',
  until: '90_days',
  kinds: ['receipt']
}

const mark = html`<svg viewBox="0 0 32 32" aria-hidden="true">
  <rect x="1" y="1" width="30" height="30" rx="4" />
  <path d="M16 6v16M11 10h10M7 18c1 5 5 8 9 8s8-3 9-8" />
</svg>`

/** Starts listening. Throws when the port or the folder cannot be used. close() ends what is open, then the database. */
export const startBank = async (config: BankConfig): Promise<{ url: string; close: () => Promise<void> }> => {
  const site = await openSite({
    name: 'Harbour Bank',
    config,
    schema,
    ask,
    needs:
      'To send a receipt, allow Harbour Bank to write messages and to see the names of the people you choose, and tick payment receipts.',
    places: [
      ['/', 'Transfers'],
      ['/new', 'Pay'],
      ['/files', 'Files']
    ],
    brand: mark,
    assets: new URL('../public/', import.meta.url),
    landing,
    rights: { write: { name: 'Send receipts', what: 'that you chose, to the friend whom you chose' } },
    sayings: {
      made: 'The bank has your transfer. It appears here in a moment, when it is booked.',
      reversed: 'The bank takes the transfer back. That shows here in a moment, when it is booked.'
    },
    openPaths: ['/bank/', '/hooks/']
  })
  const { app, db } = site
  sweepImports(db)
  const inbox = openInbox(
    join(config.dataDir, 'inbox'),
    (file, name) => importFile(db, file, { source: 'folder', name }),
    (error, name) => app.log.error({ err: error, name }, 'a file in the inbox could not be taken')
  )
  try {
    transferRoutes(site, config.wise)
    demoRoutes(site, inbox.folder)
    await fileRoutes(site, config.coreSecret)
    const { wise } = config
    if (wise) await app.register(async (scope) => wiseRoutes(scope, db, wise))
    await site.listen()
  } catch (error) {
    await inbox.close()
    await site.close()
    throw error
  }
  return {
    url: config.url,
    close: async () => {
      await inbox.close()
      await site.close()
    }
  }
}
