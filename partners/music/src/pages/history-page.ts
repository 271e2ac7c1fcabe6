// Everything a person listened to, by pages.
import { html, type Html } from '@parley/site'
import type { PastListen } from '../listens/history.ts'
import { heardSongs } from './heard-songs.ts'

const none = html`No listens here. They arrive from the <a href="/">player</a>, and from any player that you point at
  Music in <a href="/settings">Settings</a>.`

/** older: the address of the next page. */
export const historyPage = (listens: readonly PastListen[], older: string | undefined): Html =>
  html`<h1>History</h1>
    ${heardSongs(listens, none)} ${older && html`<p><a class="button" href="${older}">Older</a></p>`}`
