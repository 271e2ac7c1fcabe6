// The pages that show a person's own things: listening and history; and their scrobblers' token.
import { freshNotices, type Site } from '@parley/site'
import { history } from '../listens/history.ts'
import { listenToken, renewListenToken } from '../listens/listener.ts'
import { nowPlaying } from '../listens/now-playing.ts'
import { historyPage } from '../pages/history-page.ts'
import { listenPage } from '../pages/listen-page.ts'

const pageRows = 50

export const pageRoutes = (site: Site): void => {
  const { app, db } = site

  app.get('/', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const { person } = browser
    const connection = await site.connection(person)
    const page = listenPage(browser, {
      token: listenToken(db, person.id),
      notices: freshNotices(site.saidIn(request), site.connectionNotice(browser, connection, '/')),
      playing: nowPlaying(db, person.id),
      listens: history(db, person.id, 8).items
    })
    return site.send(reply, site.page(page))
  })

  app.get('/history', async (request, reply) => {
    const browser = site.signedIn(request, reply)
    if (!browser) return reply
    const place = /^(\d{1,12})-(\d{1,12})$/.exec(site.asked(request, 'before'))
    const before = place ? { listenedAt: Number(place[1]), id: Number(place[2]) } : undefined
    const { items, next } = history(db, browser.person.id, pageRows, before)
    const older = next && `/history?before=${next.listenedAt}-${next.id}`
    return site.send(reply, site.page(historyPage(browser, items, older)))
  })

  app.post('/settings/token', async (request, reply) => {
    renewListenToken(db, site.formVisitor(request).person.id)
    return reply.redirect('/settings?said=token', 303)
  })
}
