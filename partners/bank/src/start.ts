// Starts the app: its pages, the watched folder, and the addresses for the core system and Wise.
import { html, nowMs, openSite, type Site } from '@parley/site'
import type { Ask } from '@parley/sdk'
import { join } from 'node:path'
import { fileLimits } from '@parley/connectors/camt054/read-camt.ts'
import { openInbox } from '@parley/connectors/inbox/open-inbox.ts'
import type { BankConfig } from './config.ts'
import { coreRoutes } from './files/core-routes.ts'
import { filesPages } from './files/files-page.ts'
import { takeFile } from './files/take-file.ts'
import { landing } from './landing.ts'
import { schema } from './schema.ts'
import { demoBank } from './transfers/demo-bank.ts'
import { receiptShares } from './transfers/receipt.ts'
import { transferPage } from './transfers/transfer-page.ts'
import { transfersPage } from './transfers/transfers-page.ts'
import { learnAmount, wiseRoutes } from './wise/wise-routes.ts'

/** The least that the story needs: writing receipts, and the names to choose from. Nothing is read or deleted. */
const rights = { actions: ['write'], friends: true, kinds: ['receipt'] } satisfies Ask
const ask: Ask = { ...rights, where: 'chosen', from: 'from_now', until: '90_days' }

const mark = html`<svg viewBox="0 0 32 32" aria-hidden="true">
  <rect x="1" y="1" width="30" height="30" rx="4" />
  <path d="M16 6v16M11 10h10M7 18c1 5 5 8 9 8s8-3 9-8" />
</svg>`

/** Starts listening. Throws when the port or the folder cannot be used. close() ends what is open, then the database. */
export const startBank = async (config: BankConfig): Promise<{ url: string; close: () => Promise<void> }> => {
  const site: Site = await openSite({
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
    shares: receiptShares(() => site),
    sayings: {
      made: 'The bank has your transfer. It is booked.',
      reversed: 'The bank took the transfer back.'
    },
    openPaths: ['/bank/', '/hooks/']
  })
  const { app, db } = site
  const { wise, coreSecret } = config
  const inbox = openInbox({
    folder: join(config.dataDir, 'inbox'),
    bytesMax: fileLimits.bytes,
    take: (file) => takeFile(db, file),
    trouble: (error) => app.log.error({ err: error }, 'a file could not be taken'),
    nowMs
  })
  app.addHook('onClose', inbox.close)
  transfersPage(site)
  transferPage(site, (transfer) => learnAmount(db, wise, transfer))
  demoBank(site, inbox)
  await filesPages(site, inbox)
  if (coreSecret) await app.register(async (scope) => coreRoutes(scope, site, inbox, coreSecret))
  if (wise) await app.register(async (scope) => wiseRoutes(scope, db, wise))
  await site.listen()
  return { url: config.url, close: site.close }
}
