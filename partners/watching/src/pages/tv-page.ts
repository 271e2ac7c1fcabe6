// The pages for a television: to be read from ten feet, and used with nothing but a way to look at them.
import { type Connection, type Html, html, lines, when } from '@parley/site'
import type { StartedDevice } from '@parley/sdk'
import { placeOf } from '../watched/title-card.ts'
import type { Reply } from '../shares/share.ts'
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
        <link rel="stylesheet" href="/assets/tv.css" />
        <script type="module" src="/assets/fresh.ts"></script>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
      </head>
      <body class="tv">
        <main id="main"><div id="tv" data-fresh aria-live="polite">${body}</div></main>
      </body>
    </html>`

/** The code is compared with the one that Parley shows on the other screen. */
export const tvLogin = ({ userCode, verificationUri, verificationUriComplete }: StartedDevice): Html =>
  html`<section class="tv-login" aria-labelledby="tv-title">
    <div>
      <h1 id="tv-title">Log in with Parley</h1>
      <p>On your phone or computer, open</p>
      <p class="tv-address">${verificationUri.replace(/^https?:\/\//, '')}</p>
      <p>and enter this code</p>
      <p class="tv-code" id="code">${userCode}</p>
      <p class="small">This screen only learns who you are. It may not read or write your messages.</p>
    </div>
    ${qr(verificationUriComplete, 'The address with the code, as a QR code')}
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
