// The page Settings, and giving the permission back.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Html } from '../html.ts'
import { settingsBody, type Receipts } from '../pages/settings-page.ts'
import type { Browser } from '../people/browser-session.ts'
import type { Connection, Right } from '../people/connection.ts'
import type { Site } from '../site.ts'
import { countReceipts } from '../store/receipts-in-store.ts'
import { askOf } from './ask-of.ts'

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
  const { app, options } = site
  const ask = askOf(site)
  const asked: Right[] = [...(ask.actions ?? []), ...(ask.friends ? ['friends' as const] : [])]
  const listed = [...new Set([...(Object.keys(options.rights ?? {}) as Right[]), ...asked])]

  const show = async (
    reply: FastifyReply,
    browser: Browser,
    { connection, notice, status }: { connection: Connection; notice: Html | undefined; status: number }
  ): Promise<FastifyReply> => {
    const away =
      (connection.state === 'away' || connection.state === 'paused') &&
      site.connectionNotice(browser, connection, '/settings')
    const about = {
      connection,
      receipts: status === 200 ? await receiptsOf(site, connection) : undefined,
      own: await options.settings?.(site, browser)
    }
    const body = settingsBody({ ...options, listed }, browser, about)
    return site.send(
      reply,
      site.page({ title: 'Settings', here: '/settings', browser, notice: [notice, away], body }),
      status
    )
  }

  app.get('/settings', async (request: FastifyRequest, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const connection = await site.connection(browser.person)
    return show(reply, browser, { connection, notice: site.saidIn(request), status: 200 })
  })

  app.post('/settings/give-back', async (request, reply) => {
    const browser = site.formVisitor(request)
    const connection = await site.connection(browser.person)
    try {
      if (connection.state !== 'none' && connection.state !== 'ended') await connection.session.grant.giveBack()
    } catch (error) {
      const text = site.sayError(error)
      if (!text) throw error
      return show(reply, browser, { connection, notice: site.said(text, true), status: 502 })
    }
    return reply.redirect('/settings?said=returned', 303)
  })
}
