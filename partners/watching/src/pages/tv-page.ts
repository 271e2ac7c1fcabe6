// The pages for a television: to be read from ten feet, and used with nothing but a way to look at them.
import { type Html, html, lines, when } from '@parley/site'
import { placeOf } from '../watched/watched.ts'
import { poster } from './poster.ts'
import { qr } from './qr.ts'
import { type OnShelf, stateOf } from './shelf-page.ts'

const titlesMax = 6
const repliesMax = 3

/** Looks for news by itself; without scripts the whole page is loaded again. */
export const tvDocument = (body: Html): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Watching on this television</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <noscript><meta http-equiv="refresh" content="8" /></noscript>
        <link rel="stylesheet" href="/assets/site.css" />
        <link rel="stylesheet" href="/assets/watching.css" />
        <script type="module" src="/assets/fresh.ts"></script>
      </head>
      <body class="tv">
        <main id="main"><div id="tv" data-fresh aria-live="polite">${body}</div></main>
      </body>
    </html>`

/** address: where the code is typed; complete: the same with the code in it. */
export const tvLogin = (about: { code: string; address: string; complete: string }): Html =>
  html`<section class="tv-login" aria-labelledby="tv-title">
    <div>
      <h1 id="tv-title">Log in with Parley</h1>
      <p>On your phone or computer, open</p>
      <p class="tv-address">${about.address}</p>
      <p>and enter</p>
      <p class="tv-code" id="code">${about.code}</p>
      <p class="small">This television only learns who you are. It may not read or write your messages.</p>
    </div>
    ${qr(about.complete, 'The same address as a QR code')}
  </section>`

export const tvProblem = (text: string): Html =>
  html`<section class="tv-login">
    <div>
      <h1>Just a moment</h1>
      <p>${text}</p>
    </div>
  </section>`

const tvTitle = ({ kept }: OnShelf): Html =>
  html`<li>
    ${poster(kept.title)}
    <p class="tv-name">${kept.title.name}</p>
    <p class="small">${kept.title.kind === 'episode' ? placeOf(kept.title) : kept.title.year}</p>
    <p class="small">${stateOf(kept)}</p>
  </li>`

/** over: the connection to Parley has ended, or there is none. */
export const tvShelf = (name: string, items: readonly OnShelf[], over: boolean): Html => {
  const replies = items
    .flatMap(({ kept, replies: said }) => said.map((reply) => ({ reply, title: kept.title.name })))
    .sort((a, b) => b.reply.at.localeCompare(a.reply.at))
    .slice(0, repliesMax)
  return html`<h1>${name}’s shelf</h1>
    ${over && html`<p class="tv-over">New replies do not come in: connect Watching to your messages on your phone or computer.</p>`}
    ${
      items.length === 0
        ? html`<p class="empty">Nothing yet.</p>`
        : html`<ul class="tv-shelf">
            ${items.slice(0, titlesMax).map(tvTitle)}
          </ul>`
    }
    ${
      replies.length > 0 &&
      html`<section aria-labelledby="tv-replies">
        <h2 id="tv-replies">Your friends say</h2>
        <ul class="tv-replies">
          ${replies.map(
            ({ reply, title }) =>
              html`<li>
                <blockquote>${lines(reply.text)}</blockquote>
                <p class="small">${reply.friend} on ${title}, ${when(Date.parse(reply.at))}</p>
              </li>`
          )}
        </ul>
      </section>`
    }`
}
