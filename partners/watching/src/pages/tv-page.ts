// The shelf on a television: to be read from ten feet.
import { type Html, html, lines, type Site } from '@parley/site'
import { type OnShelf, readShelf } from './shelf-page.ts'
import { stateOf, titleView } from './title-view.ts'

const titlesMax = 6
const repliesMax = 2

const onScreen = (site: Site, { kept, shares }: OnShelf): Html => {
  const replies = shares.flatMap((share) => site.shares.replies(share)).filter(({ text }) => text !== undefined)
  const said = replies.slice(-repliesMax).map(
    ({ friend, text = '' }) =>
      html`<blockquote>${lines(text)}</blockquote>
        <p class="small">${friend}</p>`
  )
  return titleView(kept.title, html`<h2>${kept.title.name}</h2>`, [html`<p class="small">${stateOf(kept)}</p>`, said])
}

export const tvPage = (site: Site): void =>
  site.screen('/tv', {
    title: 'Watching on this television',
    body: async (person) => {
      const connection = await site.connection(person)
      const { items } = await readShelf(site, person.id, connection, { shown: titlesMax })
      const isOver = !site.may(connection, 'read')
      return html`<h1>${person.name}’s shelf</h1>
        ${isOver && html`<p class="tv-over">New replies show while Watching is connected: see Settings on your phone.</p>`}
        ${items.length === 0 && html`<p>Nothing here yet. What you watch shows by itself.</p>`}
        <div class="tv-shelf">${items.slice(0, titlesMax).map((item) => onScreen(site, item))}</div>`
    }
  })
