// The pages that show a person's own things: listening, history, settings.
import type { FastifyInstance } from 'fastify'
import { history } from '../listens/history.ts'
import { nowPlaying } from '../listens/now-playing.ts'
import { historyPage } from '../pages/history-page.ts'
import { html } from '../pages/html.ts'
import { landingPage } from '../pages/landing-page.ts'
import { listenPage } from '../pages/listen-page.ts'
import { connectionNotice, freshNotices, said } from '../pages/notices.ts'
import { sayError } from '../pages/say-error.ts'
import { type Receipts, settingsPage } from '../pages/settings-page.ts'
import { type Connection, readConnection } from '../people/connection.ts'
import { renewListenToken } from '../people/person.ts'
import type { Db } from '../store/open-store.ts'
import { countReceipts } from '../store/receipts-in-store.ts'
import { asked, type Deps, formVisitor, send, visitor } from './visit.ts'

const pageRows = 50

/** Sentences that a redirect may bring along; the address carries only the word. */
const sentences: Record<string, string> = {
  denied: 'You did not agree, so nothing was connected.',
  stale: 'That login was too old or was used already. Please start it again.',
  out: 'You are logged out.',
  token: 'This is your new token. The old one no longer works.',
  returned: 'The permission was given back.'
}
const saidOf = (word: string): string | undefined => (Object.hasOwn(sentences, word) ? sentences[word] : undefined)

// A few at each look: a person who opens this page waits for them.
const receiptsChecked = 10

const receiptsOf = async (db: Db, connection: Connection): Promise<Receipts | undefined> => {
  if (connection.state !== 'live') return undefined
  const { session } = connection
  await session.checkReceipts({ limit: receiptsChecked }).catch((error: unknown) => {
    if (sayError(error) === undefined) throw error
  })
  return countReceipts(db, session.id)
}

export const pageRoutes = (app: FastifyInstance, deps: Deps): void => {
  const { config, db, parley } = deps

  app.get('/', async (request, reply) => {
    const browser = visitor(deps, request)
    const notice = said(saidOf(asked(request, 'said')))
    if (!browser) return send(reply, landingPage(config.parley, notice))
    const connection = await readConnection(parley, browser.person)
    return send(
      reply,
      listenPage(browser, {
        notices: freshNotices(notice, connectionNotice(browser, connection, '/')),
        playing: nowPlaying(db, browser.person.id),
        listens: history(db, browser.person.id, 8).items
      })
    )
  })

  app.get('/history', async (request, reply) => {
    const browser = visitor(deps, request)
    if (!browser) return reply.redirect('/', 303)
    const place = /^(\d{1,12})-(\d{1,12})$/.exec(asked(request, 'before'))
    const before = place ? { listenedAt: Number(place[1]), id: Number(place[2]) } : undefined
    const { items, next } = history(db, browser.person.id, pageRows, before)
    return send(reply, historyPage(browser, items, next && `/history?before=${next.listenedAt}-${next.id}`))
  })

  app.get('/settings', async (request, reply) => {
    const browser = visitor(deps, request)
    if (!browser) return reply.redirect('/', 303)
    const connection = await readConnection(parley, browser.person)
    const away = connection.state === 'away' && connectionNotice(browser, connection, '/settings')
    const notices = html`${said(saidOf(asked(request, 'said')))}${away}`
    return send(reply, settingsPage(browser, connection, config.url, notices, await receiptsOf(db, connection)))
  })

  app.post('/settings/token', async (request, reply) => {
    renewListenToken(db, formVisitor(deps, request).person.id)
    return reply.redirect('/settings?said=token', 303)
  })

  app.post('/settings/give-back', async (request, reply) => {
    const browser = formVisitor(deps, request)
    const connection = await readConnection(parley, browser.person)
    try {
      if (connection.state === 'live' || connection.state === 'away') await connection.session.grant.giveBack()
    } catch (error) {
      const text = sayError(error)
      if (!text) throw error
      return send(reply, settingsPage(browser, connection, config.url, html`${said(text, true)}`), 502)
    }
    return reply.redirect('/settings?said=returned', 303)
  })
}
