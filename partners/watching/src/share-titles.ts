// What Watching shares: a title of the person's shelf, once with each friend, ever.
import { html, type ShareOptions } from '@parley/site'
import { titleView } from './pages/title-view.ts'
import { readTitle } from './watched/keep-title.ts'
import { cardOf } from './watched/title-card.ts'

export const shareTitles: ShareOptions = {
  thing: (db, { id }, field) => {
    const kept = readTitle(db, id, field('title'))
    if (!kept) return undefined
    const view = titleView(kept.title, html`<p><strong>${kept.title.name}</strong></p>`)
    return { about: kept.id, heading: 'Share it', button: 'Share', content: { card: cardOf(kept.title) }, view }
  },
  view: ({ card }) => html`<strong>${card && 'name' in card && card.name}</strong>`,
  once: 'friend',
  note: true,
  replies: true,
  deletes: false,
  words: { choose: 'With whom?', empty: 'You have not shared a title yet.' },
  home: ({ about }) => `/titles/${about}`
}
