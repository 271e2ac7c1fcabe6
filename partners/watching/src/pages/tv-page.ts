// The shelf on a television: to be read from ten feet.
import { type Connection, type Html, html, lines, when } from '@parley/site'
import { placeOf } from '../watched/title-card.ts'
import type { Reply } from '../shares/share.ts'
import { poster } from './poster.ts'
import { type OnShelf, stateOf } from './shelf-page.ts'

const titlesMax = 6
const repliesMax = 3

const tvTitle = ({ kept }: OnShelf): Html =>
  html`<li>
    ${poster(kept.title)}
    <p class="tv-name">${kept.title.name}</p>
    <p class="small">${kept.title.series ?? kept.title.year}</p>
    <p class="small">${placeOf({ ...kept.title, series: '' })}</p>
    <p class="small">${stateOf(kept)}</p>
  </li>`

const overWords: Partial<Record<Connection['state'], string>> = {
  away: 'Parley cannot be reached right now.',
  none: 'Replies show here when you connect Watching to your messages, on your phone or computer.',
  ended: 'The connection to Parley has ended. Connect again on your phone or computer to see new replies.'
}

const tvReply = ({ reply, title }: { reply: Reply; title: string }): Html =>
  html`<li>
    <blockquote>${lines(reply.text)}</blockquote>
    <p class="small">${reply.friend} on ${title}, ${when(Date.parse(reply.at))}</p>
  </li>`

export const tvShelf = (name: string, items: readonly OnShelf[], state: Connection['state']): Html => {
  const replies = items
    .flatMap(({ kept, replies: said }) => said.map((reply) => ({ reply, title: kept.title.name })))
    .sort((a, b) => b.reply.at.localeCompare(a.reply.at))
    .slice(0, repliesMax)
  return html`<h1>${name}’s shelf</h1>
    ${overWords[state] && html`<p class="tv-over">${overWords[state]}</p>`}
    <div class="tv-room">
      ${
        items.length === 0
          ? html`<p>Nothing here yet. What you watch shows by itself.</p>`
          : html`<ul class="tv-shelf">
              ${items.slice(0, titlesMax).map(tvTitle)}
            </ul>`
      }
      ${
        replies.length > 0 &&
        html`<section aria-labelledby="tv-replies">
          <h2 id="tv-replies">Your friends say</h2>
          <ul class="tv-replies">
            ${replies.map(tvReply)}
          </ul>
        </section>`
      }
    </div>`
}
