// All songs that a person shared, by pages.
import { type Browser, html, type Html, type Page, when } from '@parley/site'
import type { Share } from '../shares/share.ts'
import { songLine } from './song-line.ts'

const state = (share: Share): string => {
  if (share.state === 'deleted') return 'deleted'
  if (share.state !== 'shared') return 'not sent'
  return share.replies === 0 ? 'no reply yet' : share.replies === 1 ? '1 reply' : `${share.replies} replies`
}

/** older: the address of the next page. */
export const sharesPage = (
  browser: Browser,
  shares: readonly Share[],
  about: { notices: Html; older: string | undefined }
): Page => ({
  title: 'Shares',
  here: '/shares',
  browser,
  body: html`${about.notices}
    <h1>Shares</h1>
    ${
      shares.length === 0
        ? html`<p class="empty">You have not shared a song yet. Play one and choose “Share this song”.</p>`
        : html`<ul class="songs links">
            ${shares.map((share) => html`<li class="state-${share.state}"><a href="/shares/${share.id}">${songLine(share.song, html`${share.friend && html`<span class="for">for ${share.friend}</span>`}<span class="small">${state(share)} · ${when(share.at)}</span>`)}</a></li>`)}
          </ul>`
    }
    ${about.older && html`<p><a class="button" href="${about.older}">Older</a></p>`}`
})
