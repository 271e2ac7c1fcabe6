// Everything a person listened to, by pages.
import { html, type Html, when } from '@parley/site'
import type { PastListen } from '../listens/history.ts'
import { songLine } from './song-line.ts'

/** older: the address of the next page. */
export const historyPage = (listens: readonly PastListen[], older: string | undefined): Html =>
  html`<h1>History</h1>
    ${
      listens.length === 0
        ? html`<p class="empty">
            No listens here. They arrive from the <a href="/">player</a>, and from any scrobbler that you point at Music
            in <a href="/settings">Settings</a>.
          </p>`
        : html`<ul class="songs">
            ${listens.map(({ id, song, listenedAt }) => html`<li>${songLine(song, html`<span class="small">${when(listenedAt * 1000)}</span><a class="button quiet" data-dialog href="/share?listen=${id}" aria-label="Share ${song.name}">Share</a>`)}</li>`)}
          </ul>`
    }
    ${older && html`<p><a class="button" href="${older}">Older</a></p>`}`
