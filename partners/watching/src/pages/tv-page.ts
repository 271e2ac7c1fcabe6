// The shelf on a television: to be read from ten feet.
import { type Html, html, lines, type Site, when } from '@parley/site'
import { type OnShelf, readShelf } from './shelf-page.ts'
import { stateOf, titleView } from './title-view.ts'

const titlesMax = 6
const repliesMax = 3

const onScreen = ({ kept }: OnShelf): Html =>
  html`<li>
    ${titleView(kept.title, html`<p class="tv-name">${kept.title.name}</p>`, html`<p class="small">${stateOf(kept)}</p>`)}
  </li>`

/** What friends said last about the titles on the screen. */
const repliesTo = (site: Site, items: readonly OnShelf[]): Html[] =>
  items
    .flatMap(({ kept, shares }) =>
      shares.flatMap((share) => site.shares.replies(share).map((one) => ({ ...one, kept })))
    )
    .sort((a, b) => b.at.localeCompare(a.at))
    .flatMap(({ text, friend, kept, at }) => {
      const about = html`<p class="small">${friend} on ${kept.title.name}, ${when(Date.parse(at))}</p>`
      return text === undefined
        ? []
        : [
            html`<li>
              <blockquote>${lines(text)}</blockquote>
              ${about}
            </li>`
          ]
    })
    .slice(0, repliesMax)

const over = html`<p class="tv-over">
  New replies show here while Watching is connected to your messages: see Settings on your phone or computer.
</p>`

export const tvPage = (site: Site): void =>
  site.screen('/tv', {
    title: 'Watching on this television',
    body: async (person) => {
      const connection = await site.connection(person)
      const { items } = await readShelf(site, person.id, connection)
      const replies = repliesTo(site, items)
      return html`<h1>${person.name}’s shelf</h1>
        ${!site.may(connection, 'read') && over}
        <div class="tv-room">
          <ul class="tv-shelf">
            ${items.slice(0, titlesMax).map(onScreen)}
          </ul>
          ${items.length === 0 && html`<p>Nothing here yet. What you watch shows by itself.</p>`}
          ${
            replies.length > 0 &&
            html`<section>
              <h2>Your friends say</h2>
              <ul class="tv-replies">
                ${replies}
              </ul>
            </section>`
          }
        </div>`
    }
  })
