// Songs that were heard, with when and a way to share each.
import { html, type Html, when } from '@parley/site'
import type { PastListen } from '../listens/history.ts'
import { songLine } from './song-line.ts'

const heard = ({ id, song, listenedAt }: PastListen): Html => {
  const share = html`<a class="button quiet" data-dialog href="/share?listen=${id}" aria-label="Share ${song.name}"
    >Share</a
  >`
  return html`<li>${songLine(song, html`<span class="small">${when(listenedAt * 1000)}</span>${share}`)}</li>`
}

/** none: what stands there while there are none. */
export const heardSongs = (listens: readonly PastListen[], none: Html): Html =>
  listens.length === 0
    ? html`<p class="empty">${none}</p>`
    : html`<ul class="songs">
        ${listens.map(heard)}
      </ul>`
