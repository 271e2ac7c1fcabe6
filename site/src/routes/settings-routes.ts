// The page Settings, and giving the permission back.
import { type Html, html } from '../html.ts'
import { settingsBody, type Receipts } from '../pages/settings-page.ts'
import type { Connection, Right } from '../people/connection.ts'
import type { Site } from '../site.ts'
import { countReceipts } from '../store/receipts-in-store.ts'
import { askOf } from './ask-of.ts'
import type { Answer, Visit } from './visits.ts'

// A few at each look: a person who opens this page waits for them.
const receiptsChecked = 10

const receiptsOf = async (site: Site, connection: Connection): Promise<Receipts | undefined> => {
  if (connection.state !== 'live') return undefined
  const { session } = connection
  await session.checkReceipts({ limit: receiptsChecked }).catch((error: unknown) => {
    if (site.sayError(error) === undefined) throw error
  })
  return countReceipts(site.db, session.id)
}

export const settingsRoutes = (site: Site): void => {
  const { options } = site
  const ask = askOf(site)
  const asked: Right[] = [...(ask.actions ?? []), ...(ask.friends ? ['friends' as const] : [])]
  const listed = [...new Set([...(Object.keys(options.rights ?? {}) as Right[]), ...asked])]

  const page = async (visit: Visit, notice: Html | undefined, status = 200): Promise<Answer> => {
    const { browser } = visit
    const connection = await visit.connection()
    const away =
      (connection.state === 'away' || connection.state === 'paused') &&
      site.connectionNotice(browser, connection, '/settings')
    const about = {
      connection,
      receipts: status === 200 ? await receiptsOf(site, connection) : undefined,
      own: html`${await options.settings?.(site, browser)}${site.sections.map((section) => section(browser))}`
    }
    const body = settingsBody({ ...options, listed }, browser, about)
    return { title: 'Settings', here: '/settings', notice: [notice, away], body, status }
  }

  site.show('/settings', (visit) => page(visit, site.saidIn(visit.request)))

  site.act('/settings/give-back', async (visit) => {
    const connection = await visit.connection()
    try {
      if (connection.state !== 'none' && connection.state !== 'ended') await connection.session.grant.giveBack()
    } catch (error) {
      const text = site.sayError(error)
      if (!text) throw error
      return page(visit, site.said(text, true), 502)
    }
    return '/settings?said=returned'
  })
}
