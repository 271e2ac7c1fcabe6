// The pages that show a person's own things: listening and history.
import type { Site } from '@parley/site'
import { history } from '../listens/history.ts'
import { nowPlaying } from '../listens/now-playing.ts'
import { historyPage } from '../pages/history-page.ts'
import { listenPage } from '../pages/listen-page.ts'

const pageRows = 50

export const pageRoutes = (site: Site): void => {
  const { db } = site

  site.show('/', async ({ person, notices }) => ({
    title: 'Listen',
    here: '/',
    notice: await notices(),
    body: listenPage(person.name, {
      token: site.callToken(person),
      playing: nowPlaying(db, person.id),
      listens: history(db, person.id, 8).items
    })
  }))

  site.show('/history', ({ person, field }) => {
    const place = /^(\d{1,12})-(\d{1,12})$/.exec(field('before'))
    const before = place ? { listenedAt: Number(place[1]), id: Number(place[2]) } : undefined
    const { items, next } = history(db, person.id, pageRows, before)
    const older = next && `/history?before=${next.listenedAt}-${next.id}`
    return { title: 'History', here: '/history', body: historyPage(items, older) }
  })
}
